package io.penstock.tunnel.wire.api;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * How much a loop's sockets are read at one go: much while one stream has the loop to itself, which spares the kernel work, and
 * little while several do, so that a short question does not wait until all that others brought is encrypted and written. One
 * for each loop's thread.
 */
final class ReadShare {
    static final int ALONE_BYTES = 512 * 1024;
    static final int SHARED_BYTES = 32 * 1024;
    /** What one stream moves while all others rest before the loop is its own: half a second at gigabits. */
    static final long QUIET_BYTES = 256L * 1024 * 1024;

    private static final FastThreadLocal<ReadShare> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected ReadShare initialValue() {
            return new ReadShare();
        }
    };

    /** The hash of what moved bytes last, 0 for nothing: it keeps nothing alive. */
    private int last;
    private long untilAlone;

    /** That of the loop this is called on. */
    static ReadShare here() {
        return OF_THREAD.get();
    }

    /** Begins anew on this thread. */
    static void forget() {
        OF_THREAD.remove();
    }

    /** A splice moved bytes, whichever way. */
    void moved(Object splice, int bytes) {
        int hash = System.identityHashCode(splice);
        if (hash == last) {
            untilAlone -= bytes;
        } else {
            untilAlone = last == 0 ? 0 : QUIET_BYTES;
            last = hash;
        }
    }

    /** A splice moves no more. */
    void left(Object splice) {
        if (System.identityHashCode(splice) == last) {
            last = 0;
        }
    }

    /** Bytes a socket may be asked for at once. */
    int bytes() {
        return untilAlone > 0 ? SHARED_BYTES : ALONE_BYTES;
    }
}
