package io.penstock.admin.command;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** A jar somebody wants to have run here, by what its manifest says. Immutable. */
record BundleJar(Path file, String symbolicName, String version) {
    /** Large enough for every driver there is, and small enough not to fill a disk by mistake. */
    static final long MAX_BYTES = 512L << 20;

    /** As OSGi has it: it becomes part of a path. */
    private static final String SYMBOLIC_NAME = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";

    static BundleJar read(Path file) {
        if (!file.isAbsolute() || !Files.isRegularFile(file)) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "plugins.no-file",
                    "there is no file " + file + "; expected the absolute path of a bundle's jar");
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String header = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            String name = header == null ? "" : header.split(";", 2)[0].strip();
            if (!name.matches(SYMBOLIC_NAME) || Files.size(file) > MAX_BYTES) {
                throw PenstockException.invalid("plugins.not-a-bundle", file + " is no bundle: expected a jar of at most "
                        + (MAX_BYTES >> 20) + " MiB with a Bundle-SymbolicName in its manifest");
            }
            return new BundleJar(file, name, version(manifest.getMainAttributes()));
        } catch (IOException e) {
            throw PenstockException.invalid("plugins.not-a-bundle",
                    file + " is no jar: " + PenstockException.describe(e));
        }
    }

    private static String version(Attributes main) {
        String version = main.getValue("Bundle-Version");
        return version == null ? "0.0.0" : version.strip();
    }
}
