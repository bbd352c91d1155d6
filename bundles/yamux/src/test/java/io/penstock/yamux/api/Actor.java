package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.penstock.core.error.PenstockException;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/** One end of a stream that does what chance says, sends a pattern and checks the pattern that comes. */
final class Actor implements StreamEvents {
    private final Pair pair;
    private final SplittableRandom random;
    private final int salt;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
    private YamuxStream stream;
    private boolean finishing;
    long sent;
    long received;
    boolean finishedByPeer;
    boolean reset;

    Actor(Pair pair, SplittableRandom random, int salt) {
        this.pair = pair;
        this.random = random;
        this.salt = salt;
    }

    Actor on(YamuxStream own) {
        stream = own;
        return this;
    }

    YamuxStream stream() {
        return stream;
    }

    /** Writes, consumes, finishes or resets, or does nothing. */
    void act() {
        switch (random.nextInt(40)) {
            case 0 -> finish();
            case 1 -> {
                if (random.nextInt(10) == 0) {
                    reset = true;
                    stream.reset();
                    releaseHeld();
                }
            }
            case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 -> consume(1 + random.nextInt(5));
            default -> write(1 + random.nextInt(1 + random.nextInt(40_000)));
        }
    }

    /** Brings the stream to its end. */
    void conclude() {
        consume(Integer.MAX_VALUE);
        finish();
    }

    private void write(int size) {
        if (!finishing && stream.isWritable()) {
            ByteBuf bytes = pair.buffers.buffer(size);
            for (int i = 0; i < size; i++) {
                bytes.writeByte(pattern(salt, sent + i));
            }
            sent += size;
            stream.write(bytes);
        }
    }

    private void finish() {
        finishing = true;
        stream.finish();
    }

    private void consume(int pieces) {
        for (int n = pieces; n > 0 && !held.isEmpty(); n--) {
            ByteBuf piece = held.poll();
            int size = piece.readableBytes();
            piece.release();
            stream.consumed(size);
        }
    }

    private byte pattern(int end, long position) {
        return (byte) (position * 31 + (position >> 8) + end * 7 + stream.id());
    }

    @Override
    public void data(YamuxStream from, ByteBuf bytes) {
        assertThat(finishedByPeer || reset).as("data after the end").isFalse();
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            if (bytes.getByte(i) != pattern(1 - salt, received++)) {
                throw new AssertionError("stream " + stream.id() + " differs at " + (received - 1));
            }
        }
        held.add(bytes);
    }

    @Override
    public void finished(YamuxStream from) {
        assertThat(finishedByPeer).isFalse();
        finishedByPeer = true;
    }

    @Override
    public void reset(YamuxStream from, Throwable cause) {
        assertThat(cause).hasNoCause().isInstanceOf(PenstockException.class);
        reset = true;
        releaseHeld();
    }

    @Override
    public void writable(YamuxStream from) {
        assertThat(from.isWritable()).isTrue();
    }

    private void releaseHeld() {
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
