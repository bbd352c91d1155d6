package io.penstock.testing;

/**
 * One way of a link: when bytes that come in now are out at its other end. Bytes are sent one after the other at the link's
 * rate, then travel for its delay. One thread admits; the settings may come from any.
 */
final class LinkTiming {
    /** How much of the link's idle time may be made up for: a timer that rings late must not cost throughput. */
    static final long BURST_NANOS = 5_000_000;
    /** How far the sending may be ahead of the clock: what is read beyond waits in the sender's own buffer. */
    static final long AHEAD_NANOS = 2_000_000;
    private static final double NANOS_A_SECOND = 1e9;
    private static final int MIN_PORTION = 1500;

    private volatile long delayNanos;
    private volatile double nanosPerByte;
    private boolean begun;
    private long free;

    /** Of what is admitted from now on. */
    void delayNanos(long nanos) {
        delayNanos = nanos;
    }

    /** Bits a second; 0 for no limit. */
    void rate(long bitsPerSecond) {
        nanosPerByte = bitsPerSecond == 0 ? 0 : Byte.SIZE * NANOS_A_SECOND / bitsPerSecond;
    }

    /** Takes bytes; tells when they are out, never earlier than those before at the same settings. */
    long admit(int bytes, long now) {
        if (!begun || free - (now - BURST_NANOS) < 0) {
            begun = true;
            free = now - BURST_NANOS;
        }
        free += (long) (bytes * nanosPerByte);
        return (free - now > 0 ? free : now) + delayNanos;
    }

    /** How long nothing may be admitted; 0 or less for not at all. */
    long waitNanos(long now) {
        return begun ? free - AHEAD_NANOS - now : 0;
    }

    /** How many bytes to admit at once, so that they are not one lump. */
    int portion(int most) {
        double perByte = nanosPerByte;
        return perByte == 0 ? most : (int) Math.max(MIN_PORTION, Math.min(most, AHEAD_NANOS / perByte));
    }
}
