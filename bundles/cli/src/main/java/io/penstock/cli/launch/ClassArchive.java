package io.penstock.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The archive of classes Java writes when the process ends, however early that is. Of a run that never got going it holds
 * next to nothing, and nobody would renew it: so a run that did leaves a mark beside it, which {@code bin/penstock} looks for.
 */
record ClassArchive(Path mark) {
    /** The system property that names the archive without its ending. */
    static final String PROPERTY = "penstock.classes";

    static Optional<ClassArchive> ofProcess() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(name -> new ClassArchive(Path.of(name + ".whole")));
    }

    void markWorthKeeping() {
        try {
            if (!Files.exists(mark)) {
                Files.createFile(mark);
            }
        } catch (IOException e) {
            // Without the mark the archive is made again: a slower start, no more.
            return;
        }
    }
}
