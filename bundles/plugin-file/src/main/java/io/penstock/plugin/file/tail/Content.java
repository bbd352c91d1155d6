package io.penstock.plugin.file.tail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** An open file: its bytes as they lie there, and its content, which is decompressed where need be. One thread. */
final class Content implements AutoCloseable {
    private static final int INFLATE_BYTES = 64 << 10;

    private final FileChannel channel;
    private final boolean compressed;
    private InputStream inflated;
    private long inflatedAt;
    private byte[] last = new byte[0];

    private Content(FileChannel channel, boolean compressed) {
        this.channel = channel;
        this.compressed = compressed;
    }

    static Content open(Path path) throws IOException {
        return new Content(FileChannel.open(path, StandardOpenOption.READ), isCompressed(path));
    }

    static boolean isCompressed(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** The file as it lies there. */
    FileChannel channel() {
        return channel;
    }

    boolean compressed() {
        return compressed;
    }

    /** Reads content from {@code offset} on until the array is full up to {@code length}, or all there is. */
    int read(byte[] into, int length, long offset) throws IOException {
        return compressed ? inflate(into, length, offset) : plain(into, length, offset);
    }

    private int plain(byte[] into, int length, long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
            continue;
        }
        return buffer.position();
    }

    /** A stream cut short is as far as it goes for now. What was read last can be read again at no cost. */
    private int inflate(byte[] into, int length, long offset) throws IOException {
        int known = offset <= inflatedAt && offset >= inflatedAt - last.length ? (int) (inflatedAt - offset) : -1;
        if (inflated == null || known < 0) {
            reopen(offset);
            known = 0;
        }
        int reused = Math.min(known, length);
        System.arraycopy(last, last.length - known, into, 0, reused);
        int fresh = reused < length ? inflateMore(into, reused, length) : 0;
        if (fresh > 0) {
            last = Arrays.copyOf(into, reused + fresh);
        }
        return reused + fresh;
    }

    private void reopen(long offset) throws IOException {
        channel.position(0);
        inflated = new GZIPInputStream(Channels.newInputStream(channel), INFLATE_BYTES);
        inflated.skipNBytes(offset);
        inflatedAt = offset;
        last = new byte[0];
    }

    private int inflateMore(byte[] into, int from, int to) throws IOException {
        int at = from;
        try {
            int read = 0;
            while (at < to && read >= 0) {
                at += read;
                read = inflated.read(into, at, to - at);
            }
        } catch (EOFException e) {
            inflated = null;
        }
        inflatedAt += at - from;
        return at - from;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it was only read from
        }
    }
}
