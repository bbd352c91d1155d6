package io.penstock.relay.wire.api;

/**
 * A float by how it differs from the one before.
 *
 * <pre>
 * code (u8)  0        the same bits
 *            1..36    XOR of the bits, without its zero bytes on either side: the code says how many lead, how many follow
 *            37       a whole number that lies zigzag(i64) from the one before, cut to a whole number
 *            40..255  the same with the step in the code: zigzag of -108..107
 * </pre>
 */
final class FloatStep {
    private static final int SAME = 0;
    private static final int FIRST_XOR = 1;
    private static final int WHOLE = 37;
    private static final int SMALL = 40;
    private static final int SMALL_STEPS = 256 - SMALL;
    private static final int[] LEADING = new int[WHOLE];
    private static final int[] SIGNIFICANT = new int[WHOLE];

    static {
        int code = FIRST_XOR;
        for (int leading = 0; leading < 8; leading++) {
            for (int significant = 1; significant <= 8 - leading; significant++) {
                LEADING[code] = leading;
                SIGNIFICANT[code++] = significant;
            }
        }
    }

    private FloatStep() {
    }

    static void write(PostcardWriter out, long last, long bits) {
        if (bits == last) {
            out.u8(SAME);
            return;
        }
        long xor = bits ^ last;
        int leading = Long.numberOfLeadingZeros(xor) >>> 3;
        int trailing = Long.numberOfTrailingZeros(xor) >>> 3;
        int significant = 8 - leading - trailing;
        long whole = (long) Double.longBitsToDouble(bits);
        if (Double.doubleToRawLongBits(whole) == bits) {
            long step = whole - (long) Double.longBitsToDouble(last);
            long zigzag = (step << 1) ^ (step >> 63);
            if (Long.compareUnsigned(zigzag, SMALL_STEPS) < 0) {
                out.u8(SMALL + (int) zigzag);
                return;
            }
            if (varintBytes(zigzag) < significant) {
                out.u8(WHOLE).varint(zigzag);
                return;
            }
        }
        out.u8(FIRST_XOR + 8 * leading - leading * (leading - 1) / 2 + significant - 1);
        out.littleEnd(xor >>> 8 * trailing, significant);
    }

    static long read(PostcardReader in, long last) {
        int code = in.u8();
        if (code == SAME) {
            return last;
        }
        if (code < WHOLE) {
            int significant = SIGNIFICANT[code];
            return last ^ in.littleEnd(significant) << 8 * (8 - LEADING[code] - significant);
        }
        if (code > WHOLE && code < SMALL) {
            throw in.corrupt("a float's code of " + code);
        }
        long zigzag = code == WHOLE ? in.varint() : code - SMALL;
        long step = (zigzag >>> 1) ^ -(zigzag & 1);
        return Double.doubleToRawLongBits((long) Double.longBitsToDouble(last) + step);
    }

    private static int varintBytes(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }
}
