package io.penstock.relay.client.send;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Frames sent and not acknowledged, in order. Thread-safe. */
final class InFlight {
    /**
     * A frame.
     *
     * @param next one behind its last event
     * @param bytes on the wire
     * @param position of the last block of the spool that ends with it or before; 0 when none does
     * @param lostBefore events missing before its first
     */
    record Sent(long epoch, long next, long bytes, long position, long lostBefore) {
        private Sent covering(long further) {
            return new Sent(epoch, next, bytes, further, lostBefore);
        }
    }

    private final Deque<Sent> frames = new ArrayDeque<>();
    /** Few: one for each epoch with events left. */
    private final Map<Long, Long> ackedUpTo = new HashMap<>();
    private long bytes;

    synchronized void add(Sent frame) {
        frames.add(frame);
        bytes += frame.bytes();
    }

    /** A block whose events need not be sent lies between: it is done with the frame before it; false when there is none. */
    synchronized boolean cover(long position) {
        Sent last = frames.pollLast();
        if (last == null) {
            return false;
        }
        frames.add(last.covering(position));
        return true;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Everything of the epoch below {@code next} is stored; that may be more than this connection has sent of it by now. */
    synchronized void heard(long epoch, long next) {
        ackedUpTo.merge(epoch, next, Math::max);
    }

    /** Takes away what is acknowledged. */
    synchronized List<Sent> settled() {
        List<Sent> done = new ArrayList<>();
        while (!frames.isEmpty() && frames.peek().next() <= ackedUpTo.getOrDefault(frames.peek().epoch(), 0L)) {
            Sent frame = frames.poll();
            bytes -= frame.bytes();
            done.add(frame);
        }
        return done;
    }
}
