package io.penstock.yamux.api;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Whose turn it is to send: first streams that come with little and had no turn in this round (interactive ones), then all
 * others in deficit round robin. A stream is in at most one of the two lists, only while it can send. Event loop only.
 */
final class Scheduler {
    /** Bytes a stream may send in one turn; what a frame goes beyond is taken off the next turn. */
    static final int QUANTUM = 16 * 1024;

    private final ArrayDeque<YamuxStream> sparse = new ArrayDeque<>();
    private final ArrayDeque<YamuxStream> bulk = new ArrayDeque<>();
    private int round;
    private int leftInRound;

    /** The stream may have become able to send. */
    void ready(YamuxStream stream) {
        if (stream.listed || !stream.canSend()) {
            return;
        }
        stream.listed = true;
        if (stream.servedRound != round && stream.queuedBytes() < QUANTUM) {
            sparse.add(stream);
        } else {
            bulk.add(stream);
        }
    }

    boolean isEmpty() {
        return sparse.isEmpty() && bulk.isEmpty();
    }

    /** The stream whose turn it is; it must come back by {@link #served}. Empty when nobody can send. */
    Optional<YamuxStream> next() {
        YamuxStream stream = sparse.poll();
        if (stream == null) {
            stream = bulk.poll();
            if (stream == null || --leftInRound <= 0) {
                round++;
                leftInRound = bulk.size() + 1;
            }
        }
        if (stream != null) {
            stream.servedRound = round;
            stream.deficit += QUANTUM;
        }
        return Optional.ofNullable(stream);
    }

    /** The turn is over: a stream that can still send waits for its next one. */
    void served(YamuxStream stream) {
        stream.listed = stream.canSend();
        if (stream.listed) {
            bulk.add(stream);
        } else {
            stream.deficit = Math.min(0, stream.deficit);
        }
    }

    void clear() {
        sparse.clear();
        bulk.clear();
    }
}
