package io.penstock.pipes.state;

import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.OutputPlugin.Guarantee;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipe's folder: {@code checkpoints}, {@code dead-letters/}, and a file or folder per output. Opened by one runtime at
 * a time. Thread-safe as its parts are.
 */
public final class PipeFolder implements PipeStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.pipes");

    private final Path folder;
    private final Checkpoints checkpoints;
    private final DeadLetters deadLetters;
    private final RandomGenerator random;

    private PipeFolder(Path folder, Checkpoints checkpoints, DeadLetters deadLetters, RandomGenerator random) {
        this.folder = folder;
        this.checkpoints = checkpoints;
        this.deadLetters = deadLetters;
        this.random = random;
    }

    /** Opens or makes it. */
    public static PipeFolder open(Path folder, long deadLetterBytes, Clock clock, RandomGenerator random) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw PenstockException.retry("pipes.state-folder", PenstockException.describe(e), e);
        }
        return new PipeFolder(folder, Checkpoints.open(folder),
                DeadLetters.open(folder.resolve("dead-letters"), deadLetterBytes, clock), random);
    }

    @Override
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    @Override
    public Ledger ledger(String output, Guarantee guarantee) {
        if (guarantee == Guarantee.AT_LEAST_ONCE) {
            return new Unledgered(newStream());
        }
        return new PlanLedger(folder.resolve("outputs").resolve(output + ".ledger"), checkpoints.saved(), true,
                this::newStream, LOG::warn);
    }

    /** Where the receiver cannot tell anyway, the ledger is not synced: it then serves a killed process, not a dead machine. */
    @Override
    public Ledger bufferLedger(String output, Guarantee guarantee) {
        return new PlanLedger(folder.resolve("outputs").resolve(output + ".buffer-ledger"), Map.of(),
                guarantee != Guarantee.AT_LEAST_ONCE, this::newStream, LOG::warn);
    }

    @Override
    public Path buffer(String output) {
        return folder.resolve("outputs").resolve(output + ".buffer");
    }

    private String newStream() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        deadLetters.close();
    }
}
