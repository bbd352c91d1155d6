package io.penstock.plugin.file.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** The text of one batch, whose room is kept for the next. One thread. */
final class LineBuffer {
    private static final int INITIAL_CHARS = 64 << 10;
    private static final int KEPT_CHARS = 4 << 20;

    private StringBuilder text = new StringBuilder(INITIAL_CHARS);

    /** An empty text to append to. */
    StringBuilder begin() {
        text.setLength(0);
        return text;
    }

    /** The text as the file's bytes. */
    byte[] bytes(FileOutputOptions.Compression compression) {
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (text.capacity() > KEPT_CHARS) {
            text = new StringBuilder(INITIAL_CHARS);
        }
        return compression == FileOutputOptions.Compression.GZIP && bytes.length > 0 ? gzip(bytes) : bytes;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
