package io.penstock.pipes.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a ledger knows, and how each entry changes it: the same whether the entry is written or read back. One owner. */
final class LedgerState {
    private final Map<Origin.Source, Long> frontier = new HashMap<>();
    private String stream = "";
    private long seq;
    private Optional<Ledger.Unfinished> work = Optional.empty();

    void apply(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Stream named) {
            stream = named.stream();
            seq = named.seq();
        } else if (entry instanceof LedgerEntry.Frontier reached) {
            frontier.put(reached.at().source(), reached.at().to());
        } else if (entry instanceof LedgerEntry.Planned planned) {
            seq = Math.max(seq, planned.seq());
            Ledger.Part part = planned.part();
            work = Optional.of(new Ledger.Unfinished(part.work(), part.first(), part.total(),
                    Optional.of(new Ledger.Numbered(planned.seq(), part.count()))));
        } else if (entry instanceof LedgerEntry.Delivered) {
            work.ifPresent(now -> advance(now, now.done() + now.planned().map(Ledger.Numbered::count).orElse(0)));
        } else if (entry instanceof LedgerEntry.Skipped skipped) {
            Ledger.Part part = skipped.part();
            advance(new Ledger.Unfinished(part.work(), part.first(), part.total(), Optional.empty()),
                    part.first() + part.count());
        } else {
            frontier.remove(((LedgerEntry.Forgotten) entry).source());
        }
    }

    private void advance(Ledger.Unfinished now, int done) {
        if (done < now.total()) {
            work = Optional.of(new Ledger.Unfinished(now.work(), done, now.total(), Optional.empty()));
            return;
        }
        now.work().forEach(origin -> frontier.merge(origin.source(), origin.to(), Math::max));
        work = Optional.empty();
    }

    /** The part planned last was not delivered; nothing of a work that was not begun need be remembered. */
    void unplan() {
        work = work.filter(now -> now.done() > 0).map(now ->
                new Ledger.Unfinished(now.work(), now.done(), now.total(), Optional.empty()));
    }

    /** A checkpoint moves only behind what every output has delivered. */
    void acknowledged(Map<Origin.Source, Long> checkpoints) {
        work.filter(now -> now.work().stream().anyMatch(origin ->
                origin.to() <= checkpoints.getOrDefault(origin.source(), -1L))).ifPresent(now -> advance(now, now.total()));
    }

    void atLeast(long committed) {
        seq = Math.max(seq, committed);
    }

    /** Forgets what lies before the checkpoints. */
    void free(Map<Origin.Source, Long> checkpoints) {
        frontier.entrySet().removeIf(entry -> entry.getValue() <= checkpoints.getOrDefault(entry.getKey(), -1L));
    }

    /** Entries that lead to this state from nothing. */
    List<LedgerEntry> entries() {
        List<LedgerEntry> entries = new ArrayList<>();
        entries.add(new LedgerEntry.Stream(stream, seq));
        frontier.forEach((source, to) ->
                entries.add(new LedgerEntry.Frontier(new Origin(source.input(), source.partition(), to))));
        work.ifPresent(now -> now.planned().ifPresentOrElse(
                planned -> entries.add(new LedgerEntry.Planned(planned.seq(),
                        new Ledger.Part(now.work(), now.done(), planned.count(), now.total()))),
                () -> entries.add(new LedgerEntry.Skipped(new Ledger.Part(now.work(), 0, now.done(), now.total())))));
        return entries;
    }

    String stream() {
        return stream;
    }

    long seq() {
        return seq;
    }

    Map<Origin.Source, Long> frontier() {
        return frontier;
    }

    Optional<Ledger.Unfinished> work() {
        return work;
    }
}
