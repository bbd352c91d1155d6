package io.penstock.plugin.jdbc;

import java.nio.ByteBuffer;

/** Whole numbers in PostgreSQL's binary form of {@code numeric}: digits of base 10000, none of them zero at the end. */
final class Numeric {
    private static final int BASE = 10_000;

    private Numeric() {
    }

    /** Appends the length in bytes, then the number, which is unsigned. At most 4 + 18 bytes. */
    static void put(ByteBuffer to, long bits) {
        int digits = 1;
        for (long rest = Long.divideUnsigned(bits, BASE); rest != 0; rest /= BASE) {
            digits++;
        }
        int zeros = 0;
        long value = bits;
        while (value != 0 && Long.remainderUnsigned(value, BASE) == 0) {
            value = Long.divideUnsigned(value, BASE);
            zeros++;
        }
        int stored = bits == 0 ? 0 : digits - zeros;
        to.putInt((4 + stored) * Short.BYTES);
        to.putShort((short) stored).putShort((short) (bits == 0 ? 0 : digits - 1)).putShort((short) 0).putShort((short) 0);
        int at = to.position();
        for (int i = stored - 1; i >= 0; i--) {
            to.putShort(at + i * Short.BYTES, (short) Long.remainderUnsigned(value, BASE));
            value = Long.divideUnsigned(value, BASE);
        }
        to.position(at + stored * Short.BYTES);
    }
}
