package io.penstock.pipes.run;

import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a node may use. Immutable. */
record PipeNodeContext(String pipe, String node, Clock clock, Expressions expressions, Path pipeFolder,
                       Path productDataFolder) implements NodeContext {
    @Override
    public Path dataFolder() {
        try {
            return Files.createDirectories(pipeFolder.resolve("nodes").resolve(node));
        } catch (IOException e) {
            throw PenstockException.retry("pipes.node-folder", PenstockException.describe(e), e);
        }
    }
}
