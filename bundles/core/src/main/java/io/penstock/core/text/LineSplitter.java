package io.penstock.core.text;

import static java.util.Objects.requireNonNull;

import io.penstock.core.error.PenstockException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts bytes that arrive in any portions into lines: ended by LF or CR LF, given without it. A line longer than the limit
 * is given in pieces of the limit, so that a sender without line ends cannot fill the heap. Malformed bytes become U+FFFD.
 * For encodings in which the byte 10 is always a line end: UTF-8, ISO 8859, Windows code pages. One thread.
 */
public final class LineSplitter {
    private static final int INITIAL_BYTES = 1024;
    /** A buffer beyond this is given back when its line is complete. */
    private static final int KEPT_BYTES = 64 << 10;

    private final int maxLineBytes;
    private final Charset charset;
    private final Consumer<String> lines;
    private byte[] begun = new byte[INITIAL_BYTES];
    private int begunBytes;

    /**
     * @param maxLineBytes at least 1
     * @param lines called with every line, in order, from within {@link #feed} and {@link #end}
     */
    public LineSplitter(int maxLineBytes, Charset charset, Consumer<String> lines) {
        if (maxLineBytes < 1) {
            throw PenstockException.invalid("text.line", "a line limit must be 1 byte or more: " + maxLineBytes);
        }
        this.maxLineBytes = maxLineBytes;
        this.charset = requireNonNull(charset, "charset is null");
        this.lines = requireNonNull(lines, "lines is null");
    }

    /** Takes the bytes from {@code from} up to but without {@code to}; keeps none of the array. */
    public void feed(byte[] bytes, int from, int to) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                finish(bytes, start, i);
                start = i + 1;
            }
        }
        keep(bytes, start, to);
    }

    /** No more bytes will come: gives what is left as the last line, if anything is. */
    public void end() {
        if (begunBytes > 0) {
            finish(begun, 0, 0);
        }
    }

    private void finish(byte[] bytes, int from, int to) {
        if (begunBytes == 0 && to - from <= maxLineBytes) {
            give(bytes, from, to);
            return;
        }
        keep(bytes, from, to);
        give(begun, 0, begunBytes);
        begunBytes = 0;
        if (begun.length > KEPT_BYTES) {
            begun = new byte[INITIAL_BYTES];
        }
    }

    /** How much memory the line that has begun takes now, in bytes: for whoever bounds many splitters together. */
    public int heldBytes() {
        return begun.length;
    }

    private void keep(byte[] bytes, int from, int to) {
        int next = from;
        while (next < to) {
            if (begunBytes == maxLineBytes) {
                lines.accept(new String(begun, 0, begunBytes, charset));
                begunBytes = 0;
            }
            int piece = Math.min(to - next, maxLineBytes - begunBytes);
            makeRoom(begunBytes + piece);
            System.arraycopy(bytes, next, begun, begunBytes, piece);
            begunBytes += piece;
            next += piece;
        }
    }

    private void makeRoom(int bytes) {
        if (bytes > begun.length) {
            begun = Arrays.copyOf(begun, (int) Math.min(Math.max(maxLineBytes, bytes), Math.max(begun.length * 2L, bytes)));
        }
    }

    private void give(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        lines.accept(new String(bytes, from, end - from, charset));
    }
}
