package io.penstock.yamux.api;

import java.util.ArrayDeque;
import java.util.OptionalInt;

/**
 * The frames that go before all data. What the peer can cause is bounded: answers to pings are merged into the latest few, a
 * stream waits here at most once, refusals have a limit. Event loop only.
 */
final class ControlQueue {
    /** Answers that wait for the carrier; only who floods has more pings under way. */
    static final int MAX_PONGS = 16;
    /** Refusals of streams that wait for the carrier. */
    static final int MAX_REFUSALS = 1024;

    private final ArrayDeque<Integer> pongs = new ArrayDeque<>(MAX_PONGS);
    private final ArrayDeque<Integer> pings = new ArrayDeque<>(2);
    private final ArrayDeque<Integer> resets = new ArrayDeque<>(2);
    private final ArrayDeque<YamuxStream> due = new ArrayDeque<>();
    private OptionalInt goAway = OptionalInt.empty();
    private int refusals;
    private int unsentAcks;

    boolean isEmpty() {
        return due.isEmpty() && pongs.isEmpty() && pings.isEmpty() && resets.isEmpty() && goAway.isEmpty();
    }

    void goAway(GoAwayCode code) {
        goAway = OptionalInt.of(code.ordinal());
    }

    void ping(int value) {
        pings.add(value);
    }

    void pong(int value) {
        if (pongs.size() == MAX_PONGS) {
            pongs.poll();
        }
        pongs.add(value);
    }

    /** Streams of the peer whose acknowledgement waits for the carrier. */
    int unsentAcks() {
        return unsentAcks;
    }

    void reset(int id) {
        resets.add(id);
    }

    /** One of the resets that wait refuses a stream; false when too many do. */
    boolean refused() {
        return ++refusals <= MAX_REFUSALS;
    }

    /** The stream has a SYN, an ACK or a window update to send. */
    void due(YamuxStream stream) {
        if (!stream.due) {
            stream.due = true;
            due.add(stream);
            unsentAcks += stream.isUnsentAck() ? 1 : 0;
        }
    }

    /** Writes the next frames, few enough that the carrier can be asked again. */
    void write(FrameWriter out, Outbound from) {
        goAway.ifPresent(code -> out.header(Header.GO_AWAY, 0, 0, code));
        goAway = OptionalInt.empty();
        while (!pongs.isEmpty()) {
            out.header(Header.PING, Header.ACK, 0, pongs.poll());
        }
        while (!pings.isEmpty()) {
            from.pingLeaves(pings.peek());
            out.header(Header.PING, Header.SYN, 0, pings.poll());
        }
        for (int n = 0; n < MAX_REFUSALS && !resets.isEmpty(); n++) {
            out.header(Header.WINDOW_UPDATE, Header.RST, resets.poll(), 0);
        }
        refusals = resets.isEmpty() ? 0 : refusals;
        for (int n = 0; n < MAX_REFUSALS && !due.isEmpty(); n++) {
            YamuxStream stream = due.poll();
            unsentAcks -= stream.isUnsentAck() ? 1 : 0;
            stream.due = false;
            stream.writeDue(out, from);
        }
    }

    void clear() {
        due.clear();
        resets.clear();
        pings.clear();
        pongs.clear();
    }
}
