package io.penstock.control.server.component;

import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.Optional;
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

    /** Where to listen when nobody says: {@code server} is for others, {@code up} for this machine, an agent is no server. */
    static Optional<String> usualAddress(BundleContext context) {
        return switch (Optional.ofNullable(context.getProperty("io.penstock.mode")).orElse("")) {
            case "server" -> Optional.of("[::]:9443");
            case "up" -> Optional.of("127.0.0.1:9443");
            default -> Optional.empty();
        };
    }
}
