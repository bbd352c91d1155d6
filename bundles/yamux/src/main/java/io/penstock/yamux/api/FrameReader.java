package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Finds the frames in bytes cut anywhere; hands payload on in pieces as it comes, never puts it together. Event loop only. */
final class FrameReader {
    /**
     * Pieces up to this size get a buffer of their own: a piece that waits for a slow consumer must not keep the whole TLS record
     * it came in. So what is held is at most some four times what the windows allow.
     */
    private static final int COPY_UP_TO = 4096;

    /** What the frames are told to; a data frame is its begin, its pieces and its end. */
    interface Sink {
        boolean isEnded();

        void dataBegins(int flags, int id, long length);

        void dataPiece(ByteBuf piece);

        void dataEnds();

        void windowUpdate(int flags, int id, long delta);

        void ping(int flags, int id, int value);

        void goAway(int id, long code);

        void broken(String what);
    }

    private final Sink sink;
    private final ByteBuffer partial = ByteBuffer.allocate(Header.BYTES);
    private boolean inPayload;
    private long left;

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Takes over the bytes; stops where the sink has ended. */
    void read(ByteBuf in) {
        try {
            while (in.isReadable() && !sink.isEnded()) {
                if (inPayload) {
                    payload(in);
                } else {
                    header(in);
                }
            }
        } finally {
            in.release();
        }
    }

    private void payload(ByteBuf in) {
        int size = (int) Math.min(left, in.readableBytes());
        left -= size;
        inPayload = left > 0;
        sink.dataPiece(size > COPY_UP_TO ? in.readRetainedSlice(size) : in.alloc().buffer(size).writeBytes(in, size));
        if (!inPayload) {
            sink.dataEnds();
        }
    }

    private void header(ByteBuf in) {
        if (partial.position() == 0 && in.readableBytes() >= Header.BYTES) {
            long first = in.readLong();
            frame((int) (first >>> 32), (int) first, in.readInt());
            return;
        }
        int size = Math.min(partial.remaining(), in.readableBytes());
        in.readBytes(partial.array(), partial.position(), size);
        partial.position(partial.position() + size);
        if (!partial.hasRemaining()) {
            partial.clear();
            frame(partial.getInt(0), partial.getInt(4), partial.getInt(8));
        }
    }

    private void frame(int start, int id, int length) {
        int flags = start & 0xFFFF;
        if (start >>> 24 != 0) {
            sink.broken("version " + (start >>> 24) + ", expected 0");
            return;
        }
        switch (start >>> 16) {
            case Header.DATA -> data(flags, id, length & Header.MAX_LENGTH);
            case Header.WINDOW_UPDATE -> sink.windowUpdate(flags, id, length & Header.MAX_LENGTH);
            case Header.PING -> sink.ping(flags, id, length);
            case Header.GO_AWAY -> sink.goAway(id, length & Header.MAX_LENGTH);
            default -> sink.broken("frame of type " + (start >>> 16) + ", expected 0 to 3");
        }
    }

    private void data(int flags, int id, long length) {
        left = length;
        inPayload = length > 0;
        sink.dataBegins(flags, id, length);
        if (!inPayload) {
            sink.dataEnds();
        }
    }
}
