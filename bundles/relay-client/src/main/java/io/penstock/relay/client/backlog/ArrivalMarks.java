package io.penstock.relay.client.backlog;

import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/** Roughly when events were spooled, so that the age of the oldest can be told. Guarded by the backlog's lock. */
final class ArrivalMarks {
    private static final long APART_NANOS = Duration.ofMillis(100).toNanos();
    /** Every second one goes when there are more: long waits are told less finely. */
    private static final int MAX_MARKS = 1_024;

    private record Mark(long next, long nanos) {
    }

    private final Clock clock;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private OptionalLong before = OptionalLong.empty();
    private long apart = APART_NANOS;

    ArrivalMarks(Clock clock) {
        this.clock = clock;
    }

    /** What was left of earlier starts was spooled then, by the wall clock. */
    void leftBefore(Optional<Long> spooledMs) {
        before = spooledMs.map(ms -> OptionalLong.of(clock.nanoTime()
                - Duration.ofMillis(Math.max(0, clock.now().toEpochMilli() - ms)).toNanos())).orElse(OptionalLong.empty());
    }

    /** Events of the present epoch up to here have come. */
    void arrived(long next) {
        Mark last = marks.peekLast();
        long now = clock.nanoTime();
        if (last != null && now - last.nanos < apart) {
            marks.removeLast();
            marks.add(new Mark(next, last.nanos));
            return;
        }
        if (marks.size() == MAX_MARKS) {
            thinOut();
        }
        marks.add(new Mark(next, now));
    }

    private void thinOut() {
        apart *= 2;
        boolean drop = false;
        long nanos = 0;
        Deque<Mark> kept = new ArrayDeque<>();
        for (Mark mark : marks) {
            if (drop) {
                kept.add(new Mark(mark.next, nanos));
            }
            nanos = mark.nanos;
            drop = !drop;
        }
        marks.clear();
        marks.addAll(kept);
    }

    /** Events are acknowledged: those of the present epoch below this, or none of it yet. */
    void done(OptionalLong next) {
        if (next.isEmpty()) {
            return;
        }
        before = OptionalLong.empty();
        for (Iterator<Mark> oldest = marks.iterator(); oldest.hasNext() && oldest.next().next <= next.getAsLong();) {
            oldest.remove();
        }
        if (marks.isEmpty()) {
            apart = APART_NANOS;
        }
    }

    Duration age() {
        long since = before.isPresent() ? before.getAsLong() : marks.isEmpty() ? clock.nanoTime() : marks.peek().nanos;
        return Duration.ofNanos(Math.max(0, clock.nanoTime() - since));
    }
}
