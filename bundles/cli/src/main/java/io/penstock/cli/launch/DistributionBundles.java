package io.penstock.cli.launch;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The bundles a distribution holds, in the order they are installed in. Immutable. */
record DistributionBundles(List<Placed> bundles, int highestLevel) {
    /** A bundle and the start level it belongs to. */
    record Placed(Path jar, int level) {
    }

    /** Reads the folders {@code system} and {@code bundles}. */
    static DistributionBundles of(Path dist) {
        try {
            StartLevels levels = StartLevels.read(dist.resolve("lib").resolve("start-levels"));
            List<Placed> found = new ArrayList<>();
            for (String folder : List.of("system", "bundles")) {
                for (Path jar : jars(dist.resolve(folder))) {
                    found.add(new Placed(jar, levels.of(jar.getFileName().toString())));
                }
            }
            return new DistributionBundles(List.copyOf(found), levels.highest());
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "launch.distribution", dist
                    + " is no distribution: " + PenstockException.describe(e)
                    + "; expected the folders lib, system and bundles, as unpacked from the archive", e);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.jar")) {
            entries.forEach(jars::add);
        }
        // The order of a directory differs between file systems: bundle ids should not.
        Collections.sort(jars);
        return jars;
    }
}
