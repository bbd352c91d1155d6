package io.penstock.plugin.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counts in.
 *
 * @param ticksPerSecond of the times in {@code /proc/stat}
 * @param pageBytes of the sizes in {@code /proc/<pid>/stat}
 */
record KernelUnits(long ticksPerSecond, long pageBytes) {
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int AT_PAGESZ = 6;
    private static final int AT_CLKTCK = 17;

    /** What practically every Linux has. */
    static final KernelUnits USUAL = new KernelUnits(100, 4096);

    /** Reads them from the auxiliary vector the kernel gave this process; the usual ones where there is none. */
    static KernelUnits ofThisProcess() {
        try {
            return parse(Files.readAllBytes(Path.of("/proc/self/auxv")));
        } catch (IOException e) {
            return USUAL;
        }
    }

    /** Pairs of 64-bit words: what, and its value. */
    static KernelUnits parse(byte[] vector) {
        long ticks = USUAL.ticksPerSecond;
        long page = USUAL.pageBytes;
        ByteBuffer words = ByteBuffer.wrap(vector).order(ByteOrder.nativeOrder());
        while (words.remaining() >= 2 * Long.BYTES) {
            long what = words.getLong();
            long value = words.getLong();
            ticks = what == AT_CLKTCK && value > 0 ? value : ticks;
            page = what == AT_PAGESZ && value > 0 ? value : page;
        }
        return new KernelUnits(ticks, page);
    }

    long millis(long ticks) {
        return ticks * MILLIS_PER_SECOND / ticksPerSecond;
    }
}
