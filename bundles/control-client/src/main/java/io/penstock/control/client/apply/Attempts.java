package io.penstock.control.client.apply;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.Json;
import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of every pipe of the server's, and which attempt is not over: on disk before anything is run, so that a
 * revision that ends the process is known at the next start. One thread writes; any reads.
 */
public final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");
    private static final String FILE = "attempts.json";
    private static final String TRIAL = "trial.json";
    private static final String DRAINED = "drained";
    private static final int MAX_MESSAGE = 4000;

    private final AgentFolder folder;
    private final Json json;
    private final Clock clock;
    private volatile boolean drained;
    private final Map<String, PipeMemory> memory = new ConcurrentSkipListMap<>();

    /** As kept: {@code pipes} by id. */
    record Kept(Map<String, PipeMemory> pipes) {
    }

    public Attempts(AgentFolder folder, Json json, Clock clock) {
        this.folder = folder;
        this.json = json;
        this.clock = clock;
        this.drained = folder.read(DRAINED).isPresent();
        read(FILE, Kept.class).ifPresent(kept -> memory.putAll(kept.pipes()));
    }

    /** A file that cannot be read is as none: everything counts as not tried. */
    private <T> Optional<T> read(String name, Class<T> type) {
        try {
            return folder.read(name).map(bytes -> json.readTolerant(bytes, type));
        } catch (PenstockException e) {
            LOG.warn("{} cannot be read and is passed over: {}", folder.path().resolve(name), e.getMessage());
            return Optional.empty();
        }
    }

    /** What is remembered of a pipe. */
    public PipeMemory of(String pipeId) {
        return memory.getOrDefault(pipeId, PipeMemory.NOTHING);
    }

    /** An attempt begins: should the process end before it is over, it was this one's doing. */
    void begin(ManifestPipe pipe) {
        folder.write(TRIAL, json.bytes(pipe));
    }

    /** The attempt is over, or was given up without a verdict. */
    void end() {
        folder.delete(TRIAL);
    }

    /** At the start of the process: an attempt that ended the one before counts as failed. Returns its pipe. */
    Optional<ManifestPipe> crashed() {
        Optional<ManifestPipe> tried = read(TRIAL, ManifestPipe.class);
        tried.ifPresent(pipe -> failed(pipe, of(pipe.pipeId()).good().isPresent() ? AttemptResult.ROLLED_BACK
                : AttemptResult.FAILED, "pipes.crashed", "the agent's process ended while this revision was tried"));
        end();
        return tried;
    }

    void applied(ManifestPipe pipe) {
        LastAttempt attempt = new LastAttempt(pipe.revision(), pipe.spec(), AttemptResult.APPLIED, Optional.empty(),
                Optional.empty(), clock.now());
        change(pipe.pipeId(), before -> before.applied(pipe, attempt));
        LOG.info("Pipe {} runs revision {} of the server's", pipe.name(), pipe.revision());
    }

    void failed(ManifestPipe pipe, AttemptResult result, String code, String message) {
        String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        LastAttempt attempt = new LastAttempt(pipe.revision(), pipe.spec(), result, Optional.of(code), Optional.of(cut),
                clock.now());
        change(pipe.pipeId(), before -> before.refused(attempt));
        LOG.warn("Pipe {}: revision {} of the server's was {} ({}): {}", pipe.name(), pipe.revision(), result, code, cut);
    }

    /** Takes nothing in until told otherwise, also through restarts: what runs is held, and nothing new is tried. */
    void drain(boolean now) {
        if (now) {
            folder.write(DRAINED, new byte[0]);
        } else {
            folder.delete(DRAINED);
        }
        drained = now;
    }

    boolean isDrained() {
        return drained;
    }

    /** Somebody wants everything that was refused to be tried again. */
    void retry(Optional<String> pipeId) {
        Collection<String> ids = pipeId.<Collection<String>>map(Set::of).orElseGet(() -> Set.copyOf(memory.keySet()));
        ids.stream().filter(memory::containsKey).forEach(id -> change(id, PipeMemory::retried));
    }

    private void change(String pipeId, UnaryOperator<PipeMemory> how) {
        memory.put(pipeId, how.apply(of(pipeId)));
        keep();
    }

    /** Forgets the pipes that are the server's no more. */
    void keepOnly(Set<String> pipeIds) {
        if (memory.keySet().retainAll(pipeIds)) {
            keep();
        }
    }

    private void keep() {
        folder.write(FILE, json.bytes(new Kept(new TreeMap<>(memory))));
    }

    /** Forgets everything. */
    public void wipe() {
        memory.clear();
        folder.delete(FILE);
        drain(false);
        end();
    }
}
