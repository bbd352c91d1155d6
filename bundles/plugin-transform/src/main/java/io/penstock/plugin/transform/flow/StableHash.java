package io.penstock.plugin.transform.flow;

/** A hash of text that is the same in every process and version: FNV-1a over UTF-16, then mixed. */
final class StableHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private StableHash() {
    }

    static long of(String text) {
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    /** The hash as a number in [0, 1). */
    static double unit(String text) {
        return (of(text) >>> 11) * 0x1p-53;
    }
}
