package io.penstock.core.admin;

import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The folders of this installation, absolute, as the launcher tells them in framework properties. Immutable.
 *
 * @param capability who asks, for the error's code
 * @param properties a framework property by its name, {@code null} where there is none: {@code BundleContext::getProperty}
 */
public record Folders(String capability, UnaryOperator<String> properties) {
    /**
     * The data folder.
     *
     * @throws PenstockException INVALID ({@code <capability>.no-data-folder}) when nobody told it
     */
    public Path data() {
        return of("io.penstock.data").orElseThrow(() -> PenstockException.invalid(capability + ".no-data-folder",
                "the framework property io.penstock.data is not set; expected the data folder"));
    }

    /** The folder pipes are dropped in. */
    public Path pipes() {
        return of("io.penstock.pipes").orElseGet(() -> data().resolveSibling("pipes"));
    }

    /** The folder bundles are dropped in; empty where this distribution has none. */
    public Optional<Path> plugins() {
        return of("felix.fileinstall.dir");
    }

    private Optional<Path> of(String property) {
        return Optional.ofNullable(properties.apply(property)).filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath());
    }
}
