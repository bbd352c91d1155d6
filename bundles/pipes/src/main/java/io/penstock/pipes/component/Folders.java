package io.penstock.pipes.component;

import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/** The folders of this installation, as the launcher tells them in framework properties. */
final class Folders {
    private Folders() {
    }

    static Path data(BundleContext context) {
        return of(context, "io.penstock.data").orElseThrow(() -> PenstockException.invalid("pipes.no-data-folder",
                "the framework property io.penstock.data is not set; expected the data folder"));
    }

    static Path pipes(BundleContext context) {
        return of(context, "io.penstock.pipes").orElseGet(() -> data(context).resolveSibling("pipes"));
    }

    private static Optional<Path> of(BundleContext context, String property) {
        return Optional.ofNullable(context.getProperty(property)).filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath());
    }
}
