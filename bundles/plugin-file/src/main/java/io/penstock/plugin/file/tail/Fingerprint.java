package io.penstock.plugin.file.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a file, as their number and checksum. As long as a file is only appended to, they stay what they
 * are, so a fingerprint taken early goes on fitting; it is lengthened as the file grows. Immutable.
 */
record Fingerprint(int bytes, int crc) {
    /** Of nothing: fits every file. */
    static final Fingerprint NONE = new Fingerprint(0, 0);

    /** Of the first {@code maxBytes}, or of all there are. */
    static Fingerprint of(FileChannel channel, int maxBytes) throws IOException {
        ByteBuffer start = start(channel, maxBytes);
        return new Fingerprint(start.limit(), crc(start, start.limit()));
    }

    /** This fingerprint, longer if the file is by now; empty when the file no longer begins as it did. */
    Optional<Fingerprint> grown(FileChannel channel, int maxBytes) throws IOException {
        ByteBuffer start = start(channel, Math.max(bytes, maxBytes));
        if (start.limit() < bytes || crc(start, bytes) != crc) {
            return Optional.empty();
        }
        return Optional.of(start.limit() == bytes ? this : new Fingerprint(start.limit(), crc(start, start.limit())));
    }

    private static ByteBuffer start(FileChannel channel, int maxBytes) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(maxBytes);
        while (start.hasRemaining() && channel.read(start, start.position()) > 0) {
            continue;
        }
        return start.flip();
    }

    private static int crc(ByteBuffer start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(start.array(), 0, length);
        return (int) crc.getValue();
    }
}
