package io.penstock.relay.wire.api;

import io.penstock.core.error.PenstockException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/**
 * Cuts a stream of bytes, however it arrives, into frames.
 *
 * <pre>
 * frame:        | length of the rest (u32, big end first) | type (u8) | body |
 * first of ours | length of the rest | FF FF FF FF 7F | type = 1 (u8) | body |
 * of Alumet's:  | length of the rest | body |
 * </pre>
 *
 * Memory held is what arrived and no more than one frame's limit ahead: a declared length alone allocates at most
 * {@value #FIRST_BYTES} bytes. One thread.
 */
public final class FrameReader {
    /** A name longer than any frame: no client of Alumet's can begin so. */
    static final byte[] PREAMBLE = {-1, -1, -1, -1, 0x7F};
    private static final int FIRST_BYTES = 8 * 1024;
    private static final int LENGTH_BYTES = 4;

    private final Queue<Frame> frames = new ArrayDeque<>();
    private Dialect dialect;
    private boolean first;
    private int limit;
    private int length;
    private int lengthBytes;
    private byte[] rest = new byte[0];
    private int size;
    private PenstockException failure;

    /** For the side that was connected to: the first frame tells which dialect the other speaks. */
    public FrameReader(int limit) {
        this(null, limit);
    }

    private FrameReader(Dialect dialect, int limit) {
        this.dialect = dialect;
        this.limit = limit;
        first = dialect == null;
    }

    /** For the side that connected, and so knows what it speaks. */
    public static FrameReader of(Dialect dialect, int limit) {
        return new FrameReader(dialect, limit);
    }

    /** The longest frame taken from now on: bytes behind the length prefix. */
    public void limit(int bytes) {
        limit = bytes;
    }

    /** Which dialect; empty before the first five bytes of the first frame are in. */
    public Optional<Dialect> dialect() {
        return Optional.ofNullable(dialect);
    }

    /** Takes all of the buffer; nothing of it is kept. Bytes behind a broken frame are thrown away. */
    public void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && failure == null) {
            if (lengthBytes < LENGTH_BYTES) {
                length = length << 8 | bytes.get() & 0xFF;
                if (++lengthBytes == LENGTH_BYTES) {
                    begin();
                }
            } else {
                take(bytes);
            }
        }
        bytes.position(bytes.limit());
    }

    /**
     * The next whole frame.
     *
     * @throws PenstockException CORRUPT when all frames before a broken one were given: the stream is lost then
     */
    public Optional<Frame> next() {
        Frame next = frames.poll();
        if (next == null && failure != null) {
            throw failure;
        }
        return Optional.ofNullable(next);
    }

    /** How many bytes the frame that is coming in holds. */
    int heldBytes() {
        return rest.length;
    }

    private void begin() {
        if (length < 1 || length > limit) {
            fail("a frame of " + Integer.toUnsignedString(length) + " bytes; 1 to " + limit + " were expected");
            return;
        }
        rest = new byte[Math.min(length, FIRST_BYTES)];
        size = 0;
    }

    private void take(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), length - size);
        if (rest.length - size < count) {
            rest = Arrays.copyOf(rest, (int) Math.min(length, Math.max(2L * rest.length, (long) size + count)));
        }
        bytes.get(rest, size, count);
        size += count;
        if (first && dialect == null) {
            recognise();
        }
        if (size == length && failure == null) {
            complete();
        }
    }

    private void recognise() {
        int seen = Math.min(size, PREAMBLE.length);
        if (!Arrays.equals(rest, 0, seen, PREAMBLE, 0, seen)) {
            dialect = Dialect.ALUMET;
        } else if (seen == PREAMBLE.length) {
            dialect = Dialect.PENSTOCK;
        } else if (size == length) {
            fail("a first frame of " + length + " bytes that is neither ours nor Alumet's");
        }
    }

    private void complete() {
        int from = first && dialect == Dialect.PENSTOCK ? PREAMBLE.length : 0;
        lengthBytes = 0;
        length = 0;
        first = false;
        if (dialect == Dialect.ALUMET) {
            frames.add(new Frame(Frame.ALUMET, ByteBuffer.wrap(rest, 0, size)));
        } else if (from == size) {
            fail("a frame without a type");
        } else {
            frames.add(new Frame(rest[from] & 0xFF, ByteBuffer.wrap(rest, from + 1, size - from - 1)));
        }
        rest = new byte[0];
    }

    private void fail(String what) {
        rest = new byte[0];
        failure = PostcardReader.malformed(what);
    }
}
