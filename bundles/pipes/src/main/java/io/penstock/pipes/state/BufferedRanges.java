package io.penstock.pipes.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of its origins a disk buffer has, as found in it when it was opened: the ledger of the way into the buffer, which
 * needs none on disk, since the buffer itself is one. One thread once the pipe runs.
 */
public final class BufferedRanges implements Ledger {
    private final Map<Origin.Source, Long> reached = new HashMap<>();
    private Optional<Unfinished> unfinished = Optional.empty();

    /** Takes in what a record says; to be called for all, in order, before anything else. */
    public void found(BufferRecord.Head head) {
        head.forgotten().ifPresent(reached::remove);
        head.part().ifPresent(part -> {
            if (part.last()) {
                part.work().forEach(origin -> reached.merge(origin.source(), origin.to(), Math::max));
                unfinished = Optional.empty();
            } else {
                unfinished = Optional.of(new Unfinished(part.work(), part.first() + part.count(), part.total(),
                        Optional.empty()));
            }
        });
    }

    @Override
    public String stream() {
        return "";
    }

    @Override
    public long plan(Part part) {
        return 0;
    }

    @Override
    public void delivered() {
    }

    @Override
    public void skipped(Part part) {
    }

    @Override
    public boolean has(Origin origin) {
        return origin.replayable() && origin.to() <= reached.getOrDefault(origin.source(), -1L);
    }

    @Override
    public Optional<Unfinished> unfinished() {
        return unfinished;
    }

    @Override
    public void committed(long seq) {
    }

    @Override
    public void takeUp() {
        unfinished = Optional.empty();
    }

    @Override
    public List<Origin> cuts() {
        List<Origin> cuts = new ArrayList<>();
        reached.forEach((source, to) -> cuts.add(new Origin(source.input(), source.partition(), to)));
        unfinished.ifPresent(work -> cuts.addAll(work.work()));
        return cuts;
    }

    @Override
    public void forget(Origin.Source source) {
        reached.remove(source);
    }

    @Override
    public void freed(Map<Origin.Source, Long> checkpoints) {
    }

    @Override
    public void close() {
    }
}
