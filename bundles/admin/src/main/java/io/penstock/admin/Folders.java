package io.penstock.admin;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/** The folders of this installation, as the launcher tells them in framework properties. */
public final class Folders {
    private Folders() {
    }

    /** The data folder. */
    public static Path data(BundleContext context) {
        return of(context, "io.penstock.data").orElseThrow(() -> new PenstockException(ErrorKind.INVALID,
                "admin.no-data-folder", "the framework property io.penstock.data is not set; expected the data folder"));
    }

    /** The folder bundles are dropped in; empty where this distribution has none. */
    public static Optional<Path> plugins(BundleContext context) {
        return of(context, "felix.fileinstall.dir");
    }

    private static Optional<Path> of(BundleContext context, String property) {
        return Optional.ofNullable(context.getProperty(property)).filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath());
    }
}
