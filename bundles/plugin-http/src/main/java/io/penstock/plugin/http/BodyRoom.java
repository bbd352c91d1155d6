package io.penstock.plugin.http;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all bodies being worked on, and the events made of them, may take together. A small body can hold
 * millions of values, and many bodies can come at a time: neither may fill the heap. Thread-safe.
 */
final class BodyRoom {
    /** The part of the heap that bodies may take. */
    private static final int SHARE_OF_HEAP = 4;
    private static final long MIN_BYTES = 32L << 20;

    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();

    BodyRoom(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** As much as fits this process's heap. */
    static BodyRoom ofHeap() {
        return new BodyRoom(Math.max(MIN_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    Claim claim() {
        return new Claim();
    }

    /** What one body takes; given back when closed. One thread. */
    final class Claim implements AutoCloseable {
        private long held;

        /**
         * Takes more.
         *
         * @throws PenstockException INVALID ({@code http.too-much}) when it is more than there is for all together; RETRY
         *         ({@code http.busy}) when others have taken the room
         */
        void take(long bytes) {
            held += bytes;
            long all = used.addAndGet(bytes);
            if (held > limitBytes) {
                throw PenstockException.invalid("http.too-much", "the body and its events take more than the "
                        + (limitBytes >> 20) + " MiB there are for them: send it in parts, or give the process more memory");
            }
            if (all > limitBytes) {
                throw new PenstockException(ErrorKind.RETRY, "http.busy", "too much at a time: send it again");
            }
        }

        @Override
        public void close() {
            used.addAndGet(-held);
            held = 0;
        }
    }
}
