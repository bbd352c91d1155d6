package io.penstock.tunnel.wire.api;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** Buffers as large as what a socket brought last, within its loop's {@link ReadShare}. */
final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {
    /** So often is a socket read before others have their turn. */
    private static final int READS = 2;
    private static final int LEAST_BYTES = 1024;
    /** A buffer is too large when less than this part of it is needed. */
    private static final int PART_USED = 4;

    ReadSizes() {
        super(READS);
    }

    @Override
    public RecvByteBufAllocator.Handle newHandle() {
        return new Sizes();
    }

    private final class Sizes extends MaxMessageHandle {
        private int size = 2 * LEAST_BYTES;

        @Override
        public int guess() {
            return Math.min(size, ReadShare.here().bytes());
        }

        @Override
        public void lastBytesRead(int bytes) {
            if (bytes > 0 && bytes == attemptedBytesRead()) {
                size = Math.min(2 * size, ReadShare.ALONE_BYTES);
            }
            super.lastBytesRead(bytes);
        }

        @Override
        public void readComplete() {
            if (totalBytesRead() < guess() / PART_USED) {
                size = Math.max(LEAST_BYTES, size / 2);
            }
        }
    }
}
