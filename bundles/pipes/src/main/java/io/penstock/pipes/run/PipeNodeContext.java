package io.penstock.pipes.run;

import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a node may use. Thread-safe. */
final class PipeNodeContext implements NodeContext {
    private final String pipe;
    private final String node;
    private final RuntimeEnvironment environment;
    private NodeHealth health;
    private String trouble;

    PipeNodeContext(String pipe, String node, RuntimeEnvironment environment) {
        this.pipe = pipe;
        this.node = node;
        this.environment = environment;
    }

    /** Nodes are made before there is a run of the pipe to report to; what they said until then is reported now. */
    synchronized void report(PipeEvents events) {
        // Not the node's own name: under that whoever drives the node reports, and either would speak for both.
        health = new NodeHealth(events, node + " itself");
        if (trouble != null) {
            health.degraded(trouble);
        }
    }

    @Override
    public synchronized void degraded(String reason) {
        trouble = reason;
        if (health != null) {
            health.degraded(reason);
        }
    }

    @Override
    public synchronized void healthy() {
        trouble = null;
        if (health != null) {
            health.healthy();
        }
    }

    @Override
    public String pipe() {
        return pipe;
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public Clock clock() {
        return environment.clock();
    }

    @Override
    public Expressions expressions() {
        return environment.expressions();
    }

    @Override
    public Path dataFolder() {
        try {
            return Files.createDirectories(environment.folder(pipe).resolve("nodes").resolve(node));
        } catch (IOException e) {
            throw PenstockException.retry("pipes.node-folder", PenstockException.describe(e), e);
        }
    }

    @Override
    public Path productDataFolder() {
        return environment.dataFolder();
    }
}
