package io.penstock.yamux.api;

/**
 * The bytes all streams of a session may hold together. Every stream brings the 256 KiB of the specification, which nobody can
 * refuse it; what windows have beyond that is lent from the rest, so that with all windows full the budget is just kept.
 * Where the streams alone would use it up, an eighth is lent nevertheless, because few of them are busy at once; and when then
 * more is held than the budget has, {@link #isExceeded} tells, and the session resets the greediest. Event loop only.
 */
final class ReceiveBudget {
    /** Pieces held at once: each costs some hundred bytes besides its own, however short it is. */
    private static final int MAX_PIECES = 1 << 17;

    private final long limit;
    private int streams;
    private long lent;
    private long held;
    private long pieces;

    ReceiveBudget(long limit) {
        this.limit = limit;
    }

    void opened() {
        streams++;
    }

    void closed() {
        streams--;
    }

    /** The window a new stream gets: what is asked for the first few; most of the budget is for those that show their need. */
    int initialWindow(int asked) {
        return lent + asked - YamuxSettings.SPECIFIED_WINDOW <= limit / 16 ? asked : YamuxSettings.SPECIFIED_WINDOW;
    }

    /** The largest window for a stream that has borrowed so much: half of what the others leave, so that n busy ones get 1/(n+1) each. */
    long largestWindow(long borrowed) {
        return YamuxSettings.SPECIFIED_WINDOW + Math.max(0, lendable() - (lent - borrowed)) / 2;
    }

    /** Whether so much is held that every window should shrink. */
    boolean isTight() {
        return held > limit / 4 * 3;
    }

    boolean isExceeded() {
        return held > limit || pieces > MAX_PIECES;
    }

    /** Whether it is the number of pieces rather than their bytes. */
    boolean hasTooManyPieces() {
        return pieces > MAX_PIECES;
    }

    void lend(long delta) {
        lent += delta;
    }

    void hold(long delta) {
        held += delta;
    }

    void holdPieces(long delta) {
        pieces += delta;
    }

    long held() {
        return held;
    }

    long lent() {
        return lent;
    }

    private long lendable() {
        return Math.max(limit / 8, limit - (long) streams * YamuxSettings.SPECIFIED_WINDOW);
    }
}
