package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Cuts bytes into {@link OuterFrame}s. DATA goes through as it comes, without waiting for its end. One thread. */
final class OuterReader {
    /** What is in the frames. */
    interface Events {
        /** The receiver owns the bytes. */
        void data(ByteBuf bytes);

        void acked(long offset);

        void control(byte[] body);

        void closed();
    }

    private final Events events;
    /** A header, or the payload of an ACK or CONTROL. */
    private byte[] wanted = new byte[OuterFrame.HEADER_BYTES];
    private int got;
    private boolean inHeader = true;
    private int type;
    private int left;

    OuterReader(Events events) {
        this.events = events;
    }

    /**
     * Takes bytes; owns them.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.message}: a length no frame may have
     */
    void read(ByteBuf bytes) {
        try {
            while (bytes.isReadable()) {
                if (!inHeader && type == OuterFrame.DATA) {
                    data(bytes);
                } else if (!inHeader && type > OuterFrame.CLOSE) {
                    pass(bytes);
                } else {
                    gather(bytes);
                }
            }
        } finally {
            bytes.release();
        }
    }

    private void data(ByteBuf bytes) {
        ByteBuf part = bytes.readRetainedSlice(Math.min(left, bytes.readableBytes()));
        left -= part.readableBytes();
        events.data(part);
        endFrameIfDone();
    }

    private void pass(ByteBuf bytes) {
        int count = Math.min(left, bytes.readableBytes());
        bytes.skipBytes(count);
        left -= count;
        endFrameIfDone();
    }

    private void endFrameIfDone() {
        if (left == 0) {
            begin(OuterFrame.HEADER_BYTES, true);
        }
    }

    private void begin(int length, boolean header) {
        wanted = header && wanted.length == length ? wanted : new byte[length];
        got = 0;
        inHeader = header;
    }

    private void gather(ByteBuf bytes) {
        int count = Math.min(wanted.length - got, bytes.readableBytes());
        bytes.readBytes(wanted, got, count);
        got += count;
        if (got < wanted.length) {
            return;
        }
        if (inHeader) {
            header();
        } else {
            payload();
        }
    }

    private void header() {
        type = wanted[0] & 0xff;
        left = (wanted[1] & 0xff) << 16 | (wanted[2] & 0xff) << 8 | wanted[3] & 0xff;
        boolean right = switch (type) {
            case OuterFrame.ACK -> left == Long.BYTES;
            case OuterFrame.CONTROL -> left > 0 && left <= TunnelProtocol.MAX_CONTROL_BYTES;
            case OuterFrame.CLOSE -> left == 0;
            default -> true;
        };
        if (!right) {
            throw JsonObject.wrong("a frame of type " + type + " has " + left + " bytes");
        }
        if (type == OuterFrame.CLOSE) {
            events.closed();
        }
        if (left == 0) {
            begin(OuterFrame.HEADER_BYTES, true);
        } else if (type == OuterFrame.ACK || type == OuterFrame.CONTROL) {
            begin(left, false);
        } else {
            inHeader = false;
        }
    }

    private void payload() {
        byte[] body = wanted;
        begin(OuterFrame.HEADER_BYTES, true);
        if (type == OuterFrame.CONTROL) {
            events.control(body);
        } else {
            events.acked(ByteBuffer.wrap(body).getLong());
        }
    }
}
