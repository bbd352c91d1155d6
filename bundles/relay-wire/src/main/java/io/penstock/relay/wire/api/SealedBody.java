package io.penstock.relay.wire.api;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bodies of Series and Data frames, with a checksum and perhaps compressed.
 *
 * <pre>
 * | flags (u8): bit 0 zstd, others 0 | CRC32C of the plain rest (4 bytes, little end first) | plain length (u32), with zstd only | rest |
 * </pre>
 */
final class SealedBody {
    private static final int ZSTD = 1;
    private static final int HEADER_BYTES = Frame.HEADER_BYTES + 1 + Integer.BYTES;
    private static final int LENGTH_BYTES = 5;
    /** Shorter ones gain nothing. */
    private static final int MIN_COMPRESSED_BYTES = 256;

    private SealedBody() {
    }

    /** A whole frame around a plain body. */
    static ByteBuffer seal(int type, PostcardWriter plain, Compression compression) {
        if (compression == Compression.ZSTD && plain.size() >= MIN_COMPRESSED_BYTES) {
            byte[] packed = new byte[ZstdBlocks.bound(plain.size())];
            int length = ZstdBlocks.compress(packed, plain.array(), plain.size());
            if (length + LENGTH_BYTES < plain.size()) {
                return frame(type, ZSTD, plain, packed, length);
            }
        }
        return frame(type, 0, plain, plain.array(), plain.size());
    }

    private static ByteBuffer frame(int type, int flags, PostcardWriter plain, byte[] rest, int restBytes) {
        CRC32C crc = new CRC32C();
        crc.update(plain.array(), 0, plain.size());
        PostcardWriter out = new PostcardWriter(HEADER_BYTES + LENGTH_BYTES + restBytes);
        out.littleEnd(0, Integer.BYTES).u8(type).u8(flags).littleEnd(crc.getValue(), Integer.BYTES);
        if (flags == ZSTD) {
            out.varint(plain.size());
        }
        out.raw(rest, 0, restBytes);
        out.patch32(0, out.size() - Integer.BYTES);
        return ByteBuffer.wrap(out.array(), 0, out.size());
    }

    /** The plain body of a frame, checked. */
    static PostcardReader open(Frame frame, int maxPlainBytes) {
        PostcardReader in = new PostcardReader(frame.body());
        int flags = in.u8();
        if ((flags & ~ZSTD) != 0) {
            throw in.corrupt("flags of " + flags + ", of which only " + ZSTD + " is known");
        }
        long expected = in.littleEnd(Integer.BYTES);
        if (flags == ZSTD && !Compression.zstdAvailable()) {
            throw in.corrupt("a body compressed with zstd, which this platform does not have and did not offer");
        }
        PostcardReader plain = flags == ZSTD
                ? new PostcardReader(ByteBuffer.wrap(ZstdBlocks.expand(in, in.atMost(maxPlainBytes, "plain length"))))
                : in.rest();
        long found = plain.crc32c();
        if (found != expected) {
            throw in.corrupt("a body whose checksum is " + Long.toHexString(found) + ", not " + Long.toHexString(expected));
        }
        return plain;
    }
}
