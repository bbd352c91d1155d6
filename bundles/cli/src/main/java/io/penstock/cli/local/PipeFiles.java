package io.penstock.cli.local;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Utf8Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the texts of pipes. */
public final class PipeFiles {
    /** A pipe is written by people; what is longer is something else by mistake. */
    private static final int MAX_BYTES = 4 << 20;

    private PipeFiles() {
    }

    /** The file's text; {@code -} stands for the standard input. */
    public static String read(String file, Console console) {
        try {
            if (file.equals("-")) {
                return text(console.in(), file);
            }
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw new PenstockException(ErrorKind.NOT_FOUND, "pipe.no-file", "there is no file " + file);
            }
            try (InputStream in = Files.newInputStream(path)) {
                return text(in, file);
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "pipe.unreadable",
                    file + " cannot be read: " + PenstockException.describe(e), e);
        }
    }

    private static String text(InputStream in, String file) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw PenstockException.invalid("pipe.too-long", file + " is longer than " + MAX_BYTES + " bytes; expected a pipe");
        }
        return Utf8Text.decode(file, bytes);
    }
}
