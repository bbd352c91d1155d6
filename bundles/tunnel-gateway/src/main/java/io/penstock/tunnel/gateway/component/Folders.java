package io.penstock.tunnel.gateway.component;

import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/** The folders of this installation, as the launcher tells them in framework properties. */
final class Folders {
    private Folders() {
    }

    static Path data(BundleContext context) {
        return Optional.ofNullable(context.getProperty("io.penstock.data")).filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath())
                .orElseThrow(() -> PenstockException.invalid("tunnel-gateway.no-data-folder",
                        "the framework property io.penstock.data is not set; expected the data folder"));
    }
}
