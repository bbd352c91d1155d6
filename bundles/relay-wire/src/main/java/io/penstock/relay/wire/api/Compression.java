package io.penstock.relay.wire.api;

/** How bodies of Series and Data frames are made shorter. */
public enum Compression {
    /** They are not. */
    NONE,
    /** zstd, by its native library. */
    ZSTD;

    /** Whether zstd works on this platform: ask before {@link RelayProtocol#FEATURE_ZSTD} is offered. */
    public static boolean zstdAvailable() {
        return Library.AVAILABLE;
    }

    /** Loads the native library when first asked for. */
    private static final class Library {
        static final boolean AVAILABLE = load();

        private static boolean load() {
            try {
                return ZstdBlocks.works();
            } catch (LinkageError e) {
                // No native code for this platform, or no such bundle: frames go plain.
                return false;
            }
        }
    }
}
