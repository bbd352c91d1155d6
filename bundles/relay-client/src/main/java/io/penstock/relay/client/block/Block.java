package io.penstock.relay.client.block;

import io.penstock.core.event.Record;
import io.penstock.relay.wire.api.PostcardReader;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Arrays;

/** One record of the spool, in memory. The bytes never change; its {@link Series} are shared. */
public final class Block {
    private static final int SERIES_BYTES = 2;
    private static final int MAX_NANO = 999_999_999;

    private final BlockHeader header;
    private final byte[] bytes;
    private final int bodyAt;
    private final Series[] series;

    Block(BlockHeader header, byte[] bytes, int bodyAt, Series[] series) {
        this.header = header;
        this.bytes = bytes;
        this.bodyAt = bodyAt;
        this.series = series;
    }

    /** Reads a record's header alone; what cannot be read is CORRUPT ({@code relay.frame}). */
    public static BlockHeader header(byte[] record) {
        return BlockHeader.read(reader(record, 0));
    }

    /** Reads a record; what cannot be read is CORRUPT ({@code relay.frame}), here or while it is walked through. */
    public static Block read(byte[] record, SeriesCache cache) {
        PostcardReader in = reader(record, 0);
        BlockHeader header = BlockHeader.read(in);
        Series[] series = new Series[in.count(SERIES_BYTES, ValueCodec.ANY, "series")];
        byte[] current = new byte[256];
        int length = 0;
        for (int i = 0; i < series.length; i++) {
            int shared = (int) in.varint();
            int own = in.count(1, ValueCodec.ANY, "bytes of a series");
            if (shared < 0 || shared > length) {
                throw in.corrupt("a series that shares more than there is");
            }
            length = shared + own;
            if (length > current.length) {
                current = Arrays.copyOf(current, Math.max(length, current.length * 2));
            }
            System.arraycopy(in.raw(own), 0, current, shared, own);
            series[i] = series(cache, ByteBuffer.wrap(current, 0, length), in);
        }
        return new Block(header, record, record.length - in.remaining(), series);
    }

    private static Series series(SeriesCache cache, ByteBuffer bytes, PostcardReader in) {
        try {
            return cache.of(bytes);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw in.corrupt("an attribute that cannot be");
        }
    }

    private static PostcardReader reader(byte[] bytes, int from) {
        return new PostcardReader(ByteBuffer.wrap(bytes, from, bytes.length - from));
    }

    /** What it says of itself. */
    public BlockHeader header() {
        return header;
    }

    /** The record to be spooled. */
    public byte[] bytes() {
        return bytes;
    }

    /** Walks through its events. */
    public Walk walk() {
        return new Walk();
    }

    /** A place in a block, before its next event: {@link #next}, then the event's parts. One thread. */
    public final class Walk {
        private final PostcardReader in = reader(bytes, bodyAt);
        private int left = header.count();
        private int runLeft;
        private boolean records;
        private int local = -1;
        private long second;
        private int nano;
        private boolean unsigned;
        private long bits;
        private Record record;

        private Walk() {
        }

        /** How many events are still to come. */
        public int left() {
            return left;
        }

        /** Whether the event is a record, no point. */
        public boolean isRecord() {
            return records;
        }

        /** Passes over what is left: it cannot be read. */
        public void giveUp() {
            left = 0;
        }

        /** Goes to the next event; there must be one. */
        public void next() {
            startRun();
            if (records) {
                readRecord();
            } else {
                point();
            }
            runLeft--;
            left--;
        }

        private void startRun() {
            if (runLeft == 0) {
                long run = in.varint();
                records = (run & 1) != 0;
                long count = run >>> 1;
                if (count == 0 || count > left) {
                    throw in.corrupt("a run of " + count + " events; " + left + " are left");
                }
                runLeft = (int) count;
            }
        }

        private void readRecord() {
            try {
                record = Record.of(ValueCodec.time(in), ValueCodec.fields(in));
            } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
                throw in.corrupt("a value that cannot be");
            }
        }

        private void point() {
            long head = in.varint();
            long delta = head >>> 2;
            long index = (delta >>> 1 ^ -(delta & 1)) + local + 1;
            if (index < 0 || index >= series.length) {
                throw in.corrupt("a point of the unknown series " + index);
            }
            local = (int) index;
            if ((head & 2) == 0) {
                second += in.zigzag();
                nano = in.atMost(MAX_NANO, "nanoseconds");
            }
            unsigned = (head & 1) == 0;
            bits = unsigned ? in.varint() : in.f64();
        }

        /** A point's series. */
        public Series series() {
            return series[local];
        }

        /** When a point was measured: seconds since 1970. */
        public long second() {
            return second;
        }

        /** And nanoseconds. */
        public int nano() {
            return nano;
        }

        /** Whether a point's value is a whole unsigned number, else it is a double. */
        public boolean unsigned() {
            return unsigned;
        }

        /** A point's value: the number, or the double's bits. */
        public long bits() {
            return bits;
        }

        /** A record. */
        public Record record() {
            return record;
        }
    }
}
