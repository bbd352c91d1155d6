package io.penstock.yamux.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;

/**
 * What the peer may send on one stream: credit it has, bytes it sent that are still held here, and the window both together aim
 * at. The window doubles while a round trip's worth of consumed bytes comes near it, and halves when it is far too large for that
 * or the budget says so; credit cannot be taken back, so a window shrinks by granting less. Event loop only.
 */
final class ReceiveWindow {
    /** What two ends need to get round to it under load, beyond the bare round trip: without it a fast local link would starve. */
    private static final long SLACK_NANOS = 2_000_000;
    /** A window is large enough when it is so many times what is consumed in a round trip: updates come at its half. */
    private static final double ENOUGH = 3;
    /** A window is too large when it is so many times what is consumed in a round trip. */
    private static final int TOO_LARGE = 16;
    private static final int TIGHT_WINDOW = YamuxSettings.SPECIFIED_WINDOW / 4;

    private final ReceiveBudget budget;
    private final int asked;
    private final int max;
    private int initial = YamuxSettings.SPECIFIED_WINDOW;
    private int window = YamuxSettings.SPECIFIED_WINDOW;
    private int credit = YamuxSettings.SPECIFIED_WINDOW;
    private int held;
    private int pieces;
    private long lent;
    private long since;
    private long consumed;

    ReceiveWindow(ReceiveBudget budget, YamuxSettings settings, long now) {
        this.budget = budget;
        this.asked = settings.initialWindow();
        this.max = settings.maxWindow();
        this.since = now;
        budget.opened();
    }

    /** Takes a frame's length off the credit; false when the peer has less. */
    boolean accept(long length) {
        if (length > credit) {
            return false;
        }
        credit -= (int) length;
        held += (int) length;
        budget.hold(length);
        return true;
    }

    /** A piece of what was accepted goes to its consumer. */
    void piece() {
        pieces++;
        budget.holdPieces(1);
    }

    /** Whether an update is due: half of the window can be granted. */
    boolean consumed(int bytes) {
        if (bytes < 0 || bytes > held) {
            throw new PenstockException(ErrorKind.BUG, "yamux.consumed", "consumed " + bytes + " bytes of " + held + " held");
        }
        long gone = held == bytes ? pieces : (long) pieces * bytes / held;
        pieces -= (int) gone;
        budget.holdPieces(-gone);
        held -= bytes;
        budget.hold(-bytes);
        consumed += bytes;
        settle();
        return isDue();
    }

    boolean isDue() {
        return window > 0 && window - held - credit >= window / 2;
    }

    /** The credit to send now, after the window was fitted to the stream's pace; 0 when none is to be given. */
    int grant(long now, long roundTripNanos) {
        if (roundTripNanos > 0) {
            fit(Math.max(1, now - since), roundTripNanos + SLACK_NANOS);
        }
        int least = budget.isTight() ? TIGHT_WINDOW : YamuxSettings.SPECIFIED_WINDOW;
        int most = budget.isTight() ? TIGHT_WINDOW : (int) Math.min(max, budget.largestWindow(lent));
        window = Math.max(least, Math.min(window, most));
        since = now;
        consumed = 0;
        return raise();
    }

    /** The credit beyond the specified window that a stream begins with. */
    int grantInitial() {
        if (window > 0) {
            initial = budget.initialWindow(asked);
            window = initial;
        }
        return raise();
    }

    int window() {
        return window;
    }

    int held() {
        return held;
    }

    int pieces() {
        return pieces;
    }

    /** The peer sends no more: the credit it has left costs nothing any more. */
    void finished() {
        credit = 0;
        window = 0;
        settle();
    }

    /** The stream is gone. */
    void release() {
        budget.holdPieces(-pieces);
        budget.hold(-held);
        pieces = 0;
        held = 0;
        finished();
        budget.closed();
    }

    private void fit(long elapsed, long roundTrip) {
        double perRoundTrip = (double) consumed / elapsed * roundTrip;
        if (perRoundTrip >= window / ENOUGH) {
            window = (int) Math.min(max, window * 2L);
        } else if (perRoundTrip < (double) window / TOO_LARGE && window > initial) {
            window = Math.max(initial, window / 2);
        }
    }

    private int raise() {
        int more = Math.max(0, window - held - credit);
        credit += more;
        settle();
        return more;
    }

    private void settle() {
        long borrowed = Math.max(0, (long) credit + held - YamuxSettings.SPECIFIED_WINDOW);
        budget.lend(borrowed - lent);
        lent = borrowed;
    }
}
