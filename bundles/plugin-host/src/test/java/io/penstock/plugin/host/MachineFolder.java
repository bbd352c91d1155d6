package io.penstock.plugin.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of a captured machine's files, free to be changed by a test. */
record MachineFolder(Path root) {
    static MachineFolder in(Path folder) {
        Path captured = Path.of("src/test/resources/machine");
        try (Stream<Path> files = Files.walk(captured)) {
            files.filter(Files::isRegularFile).forEach(file ->
                    new MachineFolder(folder).write(captured.relativize(file).toString(), text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MachineFolder(folder);
    }

    MachineFolder write(String inRoot, String text) {
        try {
            Path file = root.resolve(inRoot);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MachineFolder delete(String inRoot) {
        try (Stream<Path> files = Files.walk(root.resolve(inRoot))) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code /sys/class/powercap} shows it; the colons in the names keep it out of the captured files. */
    MachineFolder energy(String zone, String name, long microjoules, long range) {
        String folder = "sys/class/powercap/" + zone + "/";
        return write(folder + "name", name + "\n").write(folder + "energy_uj", microjoules + "\n")
                .write(folder + "max_energy_range_uj", range + "\n");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
