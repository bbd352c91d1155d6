package io.penstock.control.server.component;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/** What the launcher tells in framework properties. */
final class Folders {
    private Folders() {
    }

    /** The control plane's own folder. */
    static Path own(BundleContext context) {
        return Optional.ofNullable(context.getProperty("io.penstock.data")).filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath().resolve("control-server"))
                .orElseThrow(() -> PenstockException.invalid("control-server.no-data-folder",
                        "the framework property io.penstock.data is not set; expected the data folder"));
    }

    /**
     * The pipes a new installation that is server and agent in one begins with, in the order of their files; not those whose
     * name has a file in the agent's own folder.
     */
    static List<String> seeds(BundleContext context) {
        Optional<Path> folder = path(context, "io.penstock.dist").map(dist -> dist.resolve("seed")).filter(Files::isDirectory);
        if (folder.isEmpty() || !"up".equals(context.getProperty("io.penstock.mode"))) {
            return List.of();
        }
        Optional<Path> pipes = path(context, "io.penstock.pipes");
        try (Stream<Path> files = Files.list(folder.get())) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList()) {
                if (pipes.map(own -> own.resolve(file.getFileName().toString())).filter(Files::exists).isEmpty()) {
                    texts.add(Files.readString(file));
                }
            }
            return texts;
        } catch (IOException e) {
            throw PenstockException.retry("control-server.seed", "cannot read " + folder.get() + ": "
                    + PenstockException.describe(e), e);
        }
    }

    private static Optional<Path> path(BundleContext context, String property) {
        return Optional.ofNullable(context.getProperty(property)).filter(text -> !text.isBlank()).map(Path::of);
    }

    /** Where to listen when nobody says: {@code server} is for others, {@code up} for this machine, an agent is no server. */
    static Optional<String> usualAddress(BundleContext context) {
        return switch (Optional.ofNullable(context.getProperty("io.penstock.mode")).orElse("")) {
            case "server" -> Optional.of("[::]:9443");
            case "up" -> Optional.of("127.0.0.1:9443");
            default -> Optional.empty();
        };
    }
}
