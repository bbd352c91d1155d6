package io.penstock.relay.wire.api;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** The only class that knows the zstd library: it cannot even be loaded without it. Stateless, thread-safe. */
final class ZstdBlocks {
    /** The fastest of the usual ones; higher levels gain little on columns of differences. */
    private static final int LEVEL = 1;

    private ZstdBlocks() {
    }

    static boolean works() {
        byte[] target = new byte[bound(1)];
        return compress(target, new byte[1], 1) > 0;
    }

    /** The most bytes that compressing so many gives. */
    static int bound(int plainBytes) {
        return (int) Zstd.compressBound(plainBytes);
    }

    /** Compresses into {@code target}, which has room for the {@link #bound}; how many bytes it gave. */
    static int compress(byte[] target, byte[] plain, int plainBytes) {
        return (int) Zstd.compressByteArray(target, 0, target.length, plain, 0, plainBytes, LEVEL);
    }

    /** Uncompresses what is left of the reader into exactly {@code plainBytes} bytes. */
    static byte[] expand(PostcardReader in, int plainBytes) {
        byte[] packed = in.raw(in.remaining());
        try {
            // Before anything is allocated: what the block itself says.
            if (Zstd.getFrameContentSize(packed) == plainBytes) {
                byte[] plain = new byte[plainBytes];
                if (Zstd.decompressByteArray(plain, 0, plainBytes, packed, 0, packed.length) == plainBytes) {
                    return plain;
                }
            }
        } catch (ZstdException e) {
            // Told below, like every other way to be wrong.
        }
        throw in.corrupt("a body that is not zstd of " + plainBytes + " bytes");
    }
}
