package io.penstock.pipes.check;

import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.time.Clock;
import io.penstock.pipes.expr.CelExpressions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What steps may use in a rehearsal; folders are temporary ones, gone after {@link #close}. */
final class RehearsalContext {
    private final String pipe;
    private final Clock clock;
    private final Expressions expressions = new CelExpressions();
    private Optional<Path> folder = Optional.empty();

    RehearsalContext(String pipe, Clock clock) {
        this.pipe = pipe;
        this.clock = clock;
    }

    NodeContext of(String node) {
        return new Context(node);
    }

    private synchronized Path folder(String name) {
        try {
            if (folder.isEmpty()) {
                folder = Optional.of(Files.createTempDirectory("penstock-test"));
            }
            return Files.createDirectories(folder.get().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    synchronized void close() {
        folder.ifPresent(path -> {
            try (Stream<Path> all = Files.walk(path)) {
                all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException("the temporary folder " + path + " cannot be removed", e);
            }
        });
        folder = Optional.empty();
    }

    private final class Context implements NodeContext {
        private final String node;

        Context(String node) {
            this.node = node;
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
            return clock;
        }

        @Override
        public Expressions expressions() {
            return expressions;
        }

        @Override
        public Path dataFolder() {
            return folder("node-" + node);
        }

        @Override
        public Path productDataFolder() {
            return folder("data");
        }
    }
}
