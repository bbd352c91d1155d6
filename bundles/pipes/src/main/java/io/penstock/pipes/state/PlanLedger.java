package io.penstock.pipes.state;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A ledger on disk: every plan is synced before its batch is tried. Rewritten when it has grown, and after a failed
 * sync, whose file is never trusted again. One thread, the output's, but for {@link #freed}.
 */
public final class PlanLedger implements Ledger {
    private static final long REWRITE_BYTES = 1 << 20;

    private final Path path;
    private final boolean synced;
    private final LedgerState state = new LedgerState();
    private final Map<Origin.Source, Long> deliveredBefore;
    private volatile Map<Origin.Source, Long> safe = Map.of();
    private RecordFile file;
    private boolean recovering;
    private boolean doubtful;
    private long rewriteAt = REWRITE_BYTES;

    /**
     * Opens the ledger, or begins one.
     *
     * @param checkpoints as saved; a work any of which lies before them was delivered, though its entry may be lost
     * @param synced whether plans are synced
     * @param newStream names the stream of a new ledger
     * @param warnings takes what a person should know when part of the ledger was lost
     */
    public PlanLedger(Path path, Map<Origin.Source, Long> checkpoints, boolean synced,
                      Supplier<String> newStream, Consumer<String> warnings) {
        this.path = path;
        this.synced = synced;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = RecordFile.open(path, bytes -> state.apply(LedgerEntry.decode(bytes)));
            warnOfLoss(warnings);
            if (state.stream().isEmpty()) {
                state.apply(new LedgerEntry.Stream(newStream.get(), 0));
                rewrite();
            }
        } catch (IOException e) {
            throw PenstockException.retry("pipes.ledger", PenstockException.describe(e), e);
        }
        state.acknowledged(checkpoints);
        this.deliveredBefore = new HashMap<>(state.frontier());
        this.recovering = state.work().isPresent();
    }

    private void warnOfLoss(Consumer<String> warnings) {
        if (file.cutBytes() > 0) {
            warnings.accept("\"" + path + "\" is damaged or incomplete: its last " + file.cutBytes() + " bytes do not check out and were cut off. "
                    + (state.stream().isEmpty()
                    ? "What it said is lost with the stream's name: whatever has no saved checkpoint or lies in the disk "
                        + "buffer is delivered again under a new name, by which no receiver can tell that it has it"
                    : "What was delivered last may be delivered again; a receiver that keeps batches' numbers can tell"));
        }
    }

    @Override
    public String stream() {
        return state.stream();
    }

    @Override
    public long plan(Part part) {
        long seq = state.seq() + 1;
        write(new LedgerEntry.Planned(seq, part));
        try {
            if (synced) {
                file.sync();
            }
        } catch (IOException e) {
            doubtful = true;
            throw new UncheckedIOException("cannot sync \"" + path.getFileName() + "\": " + PenstockException.describe(e), e);
        }
        state.apply(new LedgerEntry.Planned(seq, part));
        return seq;
    }

    @Override
    public void delivered() {
        write(new LedgerEntry.Delivered());
        state.apply(new LedgerEntry.Delivered());
    }

    @Override
    public void skipped(Part part) {
        write(new LedgerEntry.Skipped(part));
        state.apply(new LedgerEntry.Skipped(part));
    }

    private void write(LedgerEntry entry) {
        try {
            if (doubtful || file.size() > rewriteAt) {
                rewrite();
            }
            file.append(entry.encode());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write \"" + path.getFileName() + "\": " + PenstockException.describe(e), e);
        }
    }

    private void rewrite() throws IOException {
        state.free(safe);
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (RecordFile next = RecordFile.open(fresh, bytes -> { })) {
            for (LedgerEntry entry : state.entries()) {
                next.append(entry.encode());
            }
            next.sync();
        }
        file.close();
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncFolder(path.toAbsolutePath().getParent());
        file = RecordFile.open(path, bytes -> { });
        rewriteAt = Math.max(REWRITE_BYTES, file.size() * 2);
        doubtful = false;
    }

    @Override
    public boolean has(Origin origin) {
        return origin.replayable() && origin.to() <= deliveredBefore.getOrDefault(origin.source(), -1L);
    }

    @Override
    public Optional<Unfinished> unfinished() {
        return recovering ? state.work() : Optional.empty();
    }

    @Override
    public void committed(long seq) {
        if (!recovering) {
            state.atLeast(seq);
            return;
        }
        Unfinished work = state.work().orElseThrow();
        if (work.planned().isPresent() && work.planned().get().seq() <= seq) {
            delivered();
            deliveredBefore.putAll(state.frontier());
        } else {
            state.unplan();
        }
        recovering = state.work().isPresent();
        state.atLeast(seq);
    }

    @Override
    public void takeUp() {
        recovering = false;
    }

    @Override
    public List<Origin> cuts() {
        List<Origin> cuts = new ArrayList<>();
        state.frontier().forEach((source, to) -> cuts.add(new Origin(source.input(), source.partition(), to)));
        state.work().ifPresent(work -> cuts.addAll(work.work()));
        return cuts;
    }

    @Override
    public void forget(Origin.Source source) {
        write(new LedgerEntry.Forgotten(source));
        state.apply(new LedgerEntry.Forgotten(source));
        deliveredBefore.remove(source);
    }

    @Override
    public void freed(Map<Origin.Source, Long> checkpoints) {
        safe = checkpoints;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw PenstockException.retry("pipes.ledger", PenstockException.describe(e), e);
        }
    }
}
