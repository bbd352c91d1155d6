package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whole chunks that are delivered together, in one batch or several, and how far that has come. Output thread only. */
final class Work {
    private final List<Chunk> chunks;
    private final List<Event> events;
    private final List<Origin> origins;
    private final long bytes;
    private int done;
    private Optional<Ledger.Numbered> planned = Optional.empty();

    Work(List<Chunk> chunks) {
        this(chunks, joinedOrigins(chunks));
    }

    Work(List<Chunk> chunks, List<Origin> origins) {
        this.chunks = chunks;
        this.origins = origins;
        this.events = joinedEvents(chunks);
        this.bytes = chunks.stream().mapToLong(Chunk::bytes).sum();
    }

    /** Work that was under way before a restart. */
    static Work again(List<Chunk> chunks, Ledger.Unfinished before) {
        Work work = new Work(chunks, before.work());
        work.done = Math.min(before.done(), work.events.size());
        work.planned = before.planned().filter(part -> part.count() <= work.events.size() - work.done);
        return work;
    }

    private static List<Event> joinedEvents(List<Chunk> chunks) {
        if (chunks.size() == 1) {
            return chunks.get(0).events();
        }
        List<Event> all = new ArrayList<>(chunks.stream().mapToInt(chunk -> chunk.events().size()).sum());
        chunks.forEach(chunk -> all.addAll(chunk.events()));
        return all;
    }

    private static List<Origin> joinedOrigins(List<Chunk> chunks) {
        List<Origin> joined = new ArrayList<>();
        for (Chunk chunk : chunks) {
            Origin origin = chunk.claim().origin();
            if (origin.replayable()) {
                int last = joined.size() - 1;
                if (last >= 0 && joined.get(last).source().equals(origin.source())) {
                    joined.set(last, origin);
                } else {
                    joined.add(origin);
                }
            }
        }
        return joined;
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /** How many events, from the front, are settled. */
    int done() {
        return done;
    }

    boolean isDone() {
        return done == events.size();
    }

    /** The part that was planned before a restart, else one of at most so many events and so many bytes. */
    Ledger.Part nextPart(int maxEvents, long maxBytes) {
        int count = planned.isPresent() ? planned.get().count() : fitting(maxEvents, maxBytes);
        return new Ledger.Part(origins, done, count, events.size());
    }

    private int fitting(int maxEvents, long maxBytes) {
        int most = Math.min(maxEvents, events.size() - done);
        if (bytes <= maxBytes) {
            return most;
        }
        long sum = 0;
        for (int count = 0; count < most; count++) {
            sum += events.get(done + count).sizeBytes();
            if (sum > maxBytes && count > 0) {
                return count;
            }
        }
        return most;
    }

    /** The number a part has from before a restart; good once. */
    Optional<Long> plannedSeq() {
        Optional<Long> seq = planned.map(Ledger.Numbered::seq);
        planned = Optional.empty();
        return seq;
    }

    List<Event> events(Ledger.Part part) {
        return part.count() == events.size() ? events : events.subList(part.first(), part.first() + part.count());
    }

    void settle(Ledger.Part part) {
        done = part.first() + part.count();
    }

    int size() {
        return events.size();
    }
}
