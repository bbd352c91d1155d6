package io.penstock.testing;

import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A node context for a test: give it a folder, a clock, and (for transforms that need them) expressions. */
public record TestContext(Path folder, Clock clock, Expressions expressions) implements NodeContext {
    /** Without expressions: compiling one fails the test. */
    public static TestContext of(Path folder, Clock clock) {
        return new TestContext(folder, clock, (source, result) -> {
            throw new AssertionError("this test has no expressions");
        });
    }

    @Override
    public String pipe() {
        return "test";
    }

    @Override
    public String node() {
        return "node";
    }

    @Override
    public Path dataFolder() {
        return made(folder.resolve("node"));
    }

    @Override
    public Path productDataFolder() {
        return made(folder);
    }

    private static Path made(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
