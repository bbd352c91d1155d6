package io.penstock.cli.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads the parts of an HTTP/1.1 answer from a stream. One thread. */
final class HttpBody {
    /** More than the greatest page or export. */
    static final int MAX_BYTES = 96 << 20;
    private static final int MAX_LINE_BYTES = 16 << 10;

    private final InputStream in;

    HttpBody(InputStream in) {
        this.in = in;
    }

    /** A line without its end, which must be there. */
    String line() throws IOException {
        byte[] line = new byte[MAX_LINE_BYTES];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection before it had answered");
            }
            if (length == line.length) {
                throw new IOException("the server answered with a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            line[length++] = (byte) next;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** The whole body. */
    String text(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new String(new ChunkedStream(this, in).readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
        String length = headers.get("content-length");
        int count = length == null ? 0 : limited(Long.parseLong(length.strip()));
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed the connection in the middle of its answer");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** For answers without an end. */
    InputStream stream(Map<String, String> headers) {
        return "chunked".equalsIgnoreCase(headers.get("transfer-encoding")) ? new ChunkedStream(this, in) : in;
    }

    private static int limited(long length) throws IOException {
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("the server's answer has " + length + " bytes; at most " + MAX_BYTES + " are taken");
        }
        return (int) length;
    }
}
