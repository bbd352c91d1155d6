package io.penstock.cli.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a body that comes in chunks. One thread. */
final class ChunkedStream extends InputStream {
    private static final int HEX = 16;

    private final HttpBody lines;
    private final InputStream in;
    private int left;
    private boolean begun;
    private boolean ended;

    ChunkedStream(HttpBody lines, InputStream in) {
        this.lines = lines;
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (left == 0 && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(into, from, Math.min(left, most));
        if (read < 0) {
            throw new EOFException("the server closed the connection in the middle of its answer");
        }
        left -= read;
        return read;
    }

    private void next() throws IOException {
        if (begun) {
            lines.line();
        }
        begun = true;
        String size = lines.line();
        int end = size.indexOf(';');
        try {
            left = Integer.parseInt((end < 0 ? size : size.substring(0, end)).strip(), HEX);
        } catch (NumberFormatException e) {
            throw new IOException("the server sent a chunk of the size \"" + size + "\"", e);
        }
        if (left == 0) {
            ended = true;
            while (!lines.line().isEmpty()) {
                // Fields behind the last chunk mean nothing to us.
                continue;
            }
        }
    }
}
