package io.penstock.spool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A spool's segments in order, and their size. Guarded by the lock of its {@link SegmentIndex}. Deletes no file. */
final class Segments {
    private final TreeMap<Long, Segment> byFirst = new TreeMap<>();
    private long bytes;

    /** What a reader reads next: a segment, and the last position that is to be read from it. */
    record Stretch(Path path, long first, long from, long to) {
    }

    /** It takes over from where it begins, should another reach further. */
    void add(Segment segment) {
        Segment replaced = byFirst.put(segment.first, segment);
        bytes += segment.bytes - (replaced == null ? 0 : replaced.bytes);
    }

    void grew(Segment segment, long more) {
        segment.bytes += more;
        bytes += more;
    }

    long bytes() {
        return bytes;
    }

    /** The first position there is, if there is a segment. */
    Optional<Long> first() {
        return byFirst.isEmpty() ? Optional.empty() : Optional.of(byFirst.firstKey());
    }

    /** Where the record at {@code next}, or the first one after it still there, is; null when none is visible yet. */
    Stretch find(long next, long visible) {
        if (next > visible || byFirst.isEmpty()) {
            return null;
        }
        Map.Entry<Long, Segment> entry = byFirst.floorEntry(next);
        Segment segment = (entry == null ? byFirst.firstEntry() : entry).getValue();
        long from = Math.max(next, segment.first);
        return from > visible ? null
                : new Stretch(segment.path, segment.first, from, Math.min(visible, end(segment)));
    }

    /** The position of a segment's last record; of the last segment, without end. */
    private long end(Segment segment) {
        Long following = byFirst.higherKey(segment.first);
        return following == null ? Long.MAX_VALUE : following - 1;
    }

    /** The last position of the oldest segment, if another follows it. */
    Optional<Long> oldestEnd() {
        return byFirst.size() < 2 ? Optional.empty() : Optional.of(end(byFirst.firstEntry().getValue()));
    }

    /** Takes out the oldest segment; there is one. */
    Segment removeOldest() {
        Segment oldest = byFirst.pollFirstEntry().getValue();
        bytes -= oldest.bytes;
        return oldest;
    }

    /** Takes out those that end at or before a position; never the last, which is being written. */
    List<Segment> removeUpTo(long position) {
        List<Segment> removed = new ArrayList<>();
        while (oldestEnd().filter(end -> end <= position).isPresent()) {
            removed.add(removeOldest());
        }
        return removed;
    }

    /** As {@link #removeUpTo}, and also the last, if it began before {@code next} and all before that is done with. */
    List<Segment> removeUpTo(long position, long next) {
        List<Segment> removed = removeUpTo(position);
        if (byFirst.size() == 1 && byFirst.firstKey() < next && next - 1 <= position) {
            removed.add(removeOldest());
        }
        return removed;
    }
}
