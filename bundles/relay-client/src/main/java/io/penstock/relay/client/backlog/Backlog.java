package io.penstock.relay.client.backlog;

import io.penstock.core.time.Clock;
import io.penstock.relay.client.block.BlockHeader;
import io.penstock.relay.client.block.EpochEnd;
import io.penstock.relay.wire.api.EpochRange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is spooled and not acknowledged, by numbers: how much that is, since when, what of it waits to be sent. Blocks just
 * spooled are handed on here, as far as the room goes, so that they need not be read back. Thread-safe.
 */
public final class Backlog {
    /** Blocks beyond this are read back from disk. */
    private static final long MAX_HANDED_BYTES = 8L << 20;

    /** One epoch's events not acknowledged. */
    private static final class Span {
        private final long epoch;
        private long first;
        private long next;

        Span(long epoch, long first, long next) {
            this.epoch = epoch;
            this.first = first;
            this.next = next;
        }
    }

    private final Clock clock;
    private final long epoch;
    private final List<Span> spans = new ArrayList<>();
    private final Deque<SpooledBlock> handed = new ArrayDeque<>();
    private final ArrivalMarks arrivals;
    private long handedBytes;
    private long cursorEpoch;
    private long cursor;
    private long waitingSince;
    private long lost;
    private long acknowledged;

    /**
     * @param older the epochs that may have events left, oldest first
     * @param head what lies first in the spool; empty when nothing does
     * @param epoch the one that begins now
     */
    public Backlog(List<EpochEnd> older, Optional<BlockHeader> head, long epoch, Clock clock) {
        this.clock = clock;
        this.epoch = epoch;
        this.arrivals = new ArrivalMarks(clock);
        head.ifPresent(header -> spansFrom(header, older));
        spans.add(new Span(epoch, 0, 0));
        arrivals.leftBefore(head.map(BlockHeader::spooledMs));
        rewind();
    }

    private void spansFrom(BlockHeader head, List<EpochEnd> older) {
        boolean known = older.stream().anyMatch(end -> end.epoch() == head.epoch());
        if (!known) {
            spans.add(new Span(head.epoch(), head.first(), head.next()));
        }
        boolean there = !known;
        for (EpochEnd end : older) {
            there |= end.epoch() == head.epoch();
            if (there) {
                boolean first = end.epoch() == head.epoch();
                spans.add(new Span(end.epoch(), first ? head.first() : 0, end.next()));
            }
        }
    }

    /** The epoch of what is spooled now. */
    public long epoch() {
        return epoch;
    }

    /** A batch is safely spooled. */
    public synchronized void spooled(SpooledBlock batch) {
        BlockHeader header = batch.block().header();
        if (unsent() == 0) {
            waitingSince = clock.nanoTime();
        }
        current().next = header.next();
        arrivals.arrived(header.next());
        long bytes = batch.block().bytes().length;
        if (handedBytes + bytes <= MAX_HANDED_BYTES) {
            handed.add(batch);
            handedBytes += bytes;
        }
    }

    /** The block at this position, if it was handed on; those before it are let go. */
    public synchronized Optional<SpooledBlock> handedAt(long position) {
        while (!handed.isEmpty() && handed.peek().position() <= position) {
            SpooledBlock first = handed.poll();
            handedBytes -= first.block().bytes().length;
            if (first.position() == position) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    private Span current() {
        return spans.get(spans.size() - 1);
    }

    /** What there is to send, in order; the present epoch always. At most as many as a Proof holds, the newest. */
    public synchronized List<EpochRange> ranges() {
        List<EpochRange> ranges = new ArrayList<>();
        for (Span span : spans) {
            if (span.first < span.next || span.epoch == epoch) {
                ranges.add(new EpochRange(span.epoch, span.first, span.next));
            }
        }
        return ranges.subList(Math.max(0, ranges.size() - BlockHeader.MAX_OLDER - 1), ranges.size());
    }

    /** The epochs before the present one with events left, for the next start. */
    public synchronized List<EpochEnd> older() {
        List<EpochEnd> older = new ArrayList<>();
        for (Span span : spans) {
            if (span.epoch != epoch && span.first < span.next) {
                older.add(new EpochEnd(span.epoch, span.next));
            }
        }
        return older.subList(Math.max(0, older.size() - BlockHeader.MAX_OLDER), older.size());
    }

    /**
     * Everything of the epoch below {@code next} is stored, and with it what of the epochs before was to be stored.
     *
     * @param lostBefore events missing from the spool before these, known to be lost now
     */
    public synchronized void acknowledged(long ofEpoch, long next, long lostBefore) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.epoch == ofEpoch) {
                long upTo = Math.min(next, span.next);
                long done = Math.max(0, upTo - span.first);
                for (Span before : spans.subList(0, i)) {
                    done += before.next - before.first;
                }
                spans.subList(0, i).clear();
                span.first = Math.max(span.first, upTo);
                lost += lostBefore;
                acknowledged += Math.max(0, done - lostBefore);
                arrivals.done(span.epoch == epoch ? OptionalLong.of(span.first) : OptionalLong.empty());
                return;
            }
        }
    }

    /** Where an epoch's first event not acknowledged is; empty for an epoch not known. */
    public synchronized OptionalLong firstOf(long ofEpoch) {
        return spans.stream().filter(span -> span.epoch == ofEpoch).mapToLong(span -> span.first).findFirst();
    }

    /** A server has everything of an epoch below {@code next}: nothing is on its way, what it has is not sent again. */
    public synchronized void resumesAt(long ofEpoch, long next) {
        int at = indexOf(ofEpoch);
        if (at >= 0) {
            Span span = spans.get(at);
            long upTo = Math.min(next, span.next);
            acknowledged += Math.max(0, upTo - span.first);
            span.first = Math.max(span.first, upTo);
        }
        rewind();
    }

    /** Whether a server claims more of the present epoch than was ever spooled of it here. */
    public synchronized boolean exceeds(long ofEpoch, long next) {
        return ofEpoch == epoch && next > current().next;
    }

    /** Nothing is on its way: the spool is read again from what is not acknowledged, all of which is due at once. */
    public synchronized void rewind() {
        Span first = spans.get(0);
        cursorEpoch = first.epoch;
        cursor = first.first;
        waitingSince = clock.nanoTime() - Long.MAX_VALUE / 2;
    }

    /** While nothing is on its way: what the spool begins with now. What lay before it is lost. */
    public synchronized void beginsWith(BlockHeader head) {
        rewind();
        long missing = missingBefore(head);
        acknowledged(head.epoch(), head.first(), missing);
        rewind();
    }

    /**
     * How many events are missing between what was read last and this block. From now on this block counts as read.
     */
    public synchronized long read(BlockHeader header) {
        long missing = missingBefore(header);
        cursorEpoch = header.epoch();
        cursor = Math.max(header.next(), cursorIn(header));
        return missing;
    }

    private long cursorIn(BlockHeader header) {
        return spans.stream().filter(span -> span.epoch == header.epoch()).mapToLong(span -> span.first).findFirst().orElse(0);
    }

    private long missingBefore(BlockHeader header) {
        Span target = known(header);
        int at = indexOf(cursorEpoch);
        int to = spans.indexOf(target);
        if (at == to) {
            return Math.max(0, header.first() - cursor);
        }
        if (to < at) {
            return 0;
        }
        long missing = Math.max(0, spans.get(at).next - Math.max(cursor, spans.get(at).first))
                + Math.max(0, header.first() - target.first);
        for (int i = at + 1; i < to; i++) {
            missing += spans.get(i).next - spans.get(i).first;
        }
        return missing;
    }

    /** The block's epoch; one nobody knew of comes before the present one. */
    private Span known(BlockHeader header) {
        int at = indexOf(header.epoch());
        if (at < 0) {
            Span found = new Span(header.epoch(), header.first(), header.next());
            spans.add(Math.min(Math.max(0, indexOf(cursorEpoch)) + 1, spans.size() - 1), found);
            return found;
        }
        Span span = spans.get(at);
        span.next = Math.max(span.next, header.next());
        return span;
    }

    private int indexOf(long ofEpoch) {
        for (int i = 0; i < spans.size(); i++) {
            if (spans.get(i).epoch == ofEpoch) {
                return i;
            }
        }
        return -1;
    }

    /** How many events were not read to be sent yet. */
    public synchronized long unsent() {
        int at = Math.max(0, indexOf(cursorEpoch));
        long count = Math.max(0, spans.get(at).next - Math.max(cursor, spans.get(at).first));
        for (Span span : spans.subList(at + 1, spans.size())) {
            count += span.next - span.first;
        }
        return count;
    }

    /** Everything there is now will be sent: only what comes later waits, from now on. */
    public synchronized void sending() {
        waitingSince = clock.nanoTime();
    }

    /** When what waits must be sent, by the clock's monotonic count: now, if it is many enough; empty when nothing waits. */
    public synchronized OptionalLong dueAt(int atOnce, Duration longest) {
        long count = unsent();
        if (count == 0) {
            return OptionalLong.empty();
        }
        long now = clock.nanoTime();
        return OptionalLong.of(count >= atOnce ? now : Math.max(now - 1, waitingSince + longest.toNanos()));
    }

    /** How many events are not acknowledged. */
    public synchronized long unacknowledged() {
        long count = 0;
        for (Span span : spans) {
            count += span.next - span.first;
        }
        return count;
    }

    /** How long the oldest event not acknowledged has been here; zero when there is none. */
    public synchronized Duration age() {
        return unacknowledged() == 0 ? Duration.ZERO : arrivals.age();
    }

    /** Events lost from the spool, dropped or damaged, since the start. */
    public synchronized long lost() {
        return lost;
    }

    /** Events acknowledged since the start. */
    public synchronized long acknowledgedEvents() {
        return acknowledged;
    }
}
