package io.penstock.admin.socket;

import io.penstock.core.error.PenstockException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of a stream, none longer than the limit. One thread. */
final class LineReader {
    private final InputStream in;
    private final int maxBytes;

    LineReader(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in);
        this.maxBytes = maxBytes;
    }

    /** The next line without its end; empty when the stream has ended, even in the middle of a line. */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (line.size() >= maxBytes) {
                throw PenstockException.invalid("admin.line-too-long",
                        "a request is one line of at most " + maxBytes + " bytes");
            }
            line.write(b);
        }
        return Optional.empty();
    }

    /** What follows the last line read. */
    InputStream rest() {
        return in;
    }
}
