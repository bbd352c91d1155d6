package io.penstock.relay.wire.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes frames of events, for one connection: what it told before, it does not tell again, so its frames must be sent all
 * and in order. A batch is cut into as many Data frames as the limits want; frames that register series, and Resets when
 * there are too many of them, come in between by themselves. One thread.
 *
 * <pre>
 * encoder.begin(epoch, first);
 * batch.forEach(encoder::event);
 * encoder.finish().forEach(socket::write);
 * </pre>
 */
public final class DataEncoder {
    /** Data frames' kinds. */
    static final int MEASUREMENTS = 0;
    static final int RECORDS = 1;

    /** Header of a Data frame and of its body, rounded up. */
    private static final int HEADER_BYTES = 64;
    /** What one point adds at most: series, time, kind, value. */
    private static final int POINT_BYTES = 64;

    private final WireLimits limits;
    private final Compression compression;
    private final NameWriter names = new NameWriter();
    private final SeriesState state = new SeriesState();
    private final SeriesTable table = new SeriesTable();
    private final SeriesWriter waiting;
    private final PointColumns points = new PointColumns(state);
    private final RecordColumns records = new RecordColumns(names);
    private final List<ByteBuffer> frames = new ArrayList<>();
    private boolean open;
    private long epoch;
    private long first;
    private int kind = MEASUREMENTS;
    private int count;
    private int frameBytes;
    private long generation;

    /** Knows no series yet. A compression that this platform does not have is INVALID ({@code relay.compression}). */
    public DataEncoder(WireLimits limits, Compression compression) {
        if (compression == Compression.ZSTD && !Compression.zstdAvailable()) {
            throw PenstockException.invalid("relay.compression", "zstd is not available on this platform");
        }
        this.limits = limits;
        this.compression = compression;
        waiting = new SeriesWriter(names, limits.maxFrameBytes());
    }

    /** Begins a batch: events of {@code epoch}, numbered from {@code first} on. */
    public void begin(long epoch, long first) {
        if (open) {
            throw new IllegalStateException("the batch before was not finished");
        }
        open = true;
        this.epoch = epoch;
        this.first = first;
    }

    /** Adds an event of either kind. One that the protocol cannot carry is INVALID ({@code relay.event}) and leaves no trace. */
    public void event(Event event) {
        if (event instanceof Measurement measurement) {
            measurement(measurement);
        } else if (event instanceof Record record) {
            record(record);
        }
    }

    /** Adds a measurement; otherwise as {@link #event}. */
    public void measurement(Measurement measurement) {
        Number value = measurement.value();
        int series = series(measurement);
        if (value instanceof Unsigned unsigned) {
            point(series, measurement.time().getEpochSecond(), measurement.time().getNano(), true, unsigned.bits());
        } else {
            point(series, measurement.time().getEpochSecond(), measurement.time().getNano(), false,
                    Double.doubleToRawLongBits(value.doubleValue()));
        }
    }

    /**
     * The number of a series, registered when it is new. It is good until {@link #generation} changes, which this call may
     * do: when there are too many series, all are forgotten and begin anew.
     */
    public int series(SeriesKey key) {
        int id = table.find(key.metric(), key.unit(), key.resource(), key.consumer(), key.attributes());
        return id >= 0 ? id : register(key);
    }

    /** As {@link #series(SeriesKey)}; a measurement whose series came after the last one's before is found at once. */
    public int series(Measurement measurement) {
        int expected = state.expected();
        if (table.is(expected, measurement.metric(), measurement.unit(), measurement.resource(), measurement.consumer(),
                measurement.attributes())) {
            return expected;
        }
        int id = table.find(measurement.metric(), measurement.unit(), measurement.resource(), measurement.consumer(),
                measurement.attributes());
        return id >= 0 ? id : register(SeriesKey.of(measurement));
    }

    /** How often all series were forgotten. */
    public long generation() {
        return generation;
    }

    /**
     * Adds a measurement by its parts. Allocates nothing.
     *
     * @param series what {@link #series} gave in this generation
     * @param epochSecond seconds since 1970
     * @param nano 0 to 999 999 999
     * @param unsigned whether the value is a u64, else an f64
     * @param bits the value's 64 bits
     */
    public void point(int series, long epochSecond, int nano, boolean unsigned, long bits) {
        requireOpen();
        if (kind != MEASUREMENTS || count >= limits.maxEvents()
                || points.boundBytes() > limits.maxFrameBytes() - HEADER_BYTES - POINT_BYTES) {
            close(MEASUREMENTS);
        }
        Objects.checkIndex(series, state.size());
        Objects.checkIndex(nano, TimeColumn.NANOS_PER_SECOND);
        points.add(series, epochSecond, nano, unsigned, bits);
        count++;
    }

    /** Adds a record; otherwise as {@link #event}. */
    public void record(Record record) {
        requireOpen();
        int room = limits.maxFrameBytes() - HEADER_BYTES - POINT_BYTES;
        if (kind != RECORDS || count >= limits.maxEvents()) {
            // Before encoding: series that wait number their names first.
            close(RECORDS);
        }
        records.encode(record, room);
        if (records.boundBytes() + records.nextBytes() > room) {
            close(RECORDS);
        }
        records.add(record.time());
        count++;
    }

    /** How many bytes {@link #finish} would give, before compression, or a few more. */
    public int sizeSoFar() {
        return frameBytes + (count == 0 ? 0 : HEADER_BYTES + waiting.boundBytes()
                + (kind == MEASUREMENTS ? points.boundBytes() : records.boundBytes()));
    }

    /** Ends the batch; the frames to be sent, in order, each whole. Empty when there were no events. */
    public List<ByteBuffer> finish() {
        close(kind);
        open = false;
        List<ByteBuffer> finished = List.copyOf(frames);
        frames.clear();
        frameBytes = 0;
        return finished;
    }

    /** Forgets all series and names; the server is told by a Reset among the next frames. */
    public void reset() {
        close(kind);
        add(MessageCodec.encode(new Message.Reset()));
        names.clear();
        state.clear();
        table.clear();
        waiting.clear();
        generation++;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("no batch was begun");
        }
    }

    private int register(SeriesKey key) {
        int bound = SeriesWriter.bound(key);
        if (table.size() >= limits.maxSeries() || !waiting.fits(bound)) {
            reset();
        }
        waiting.add(key, bound);
        state.add();
        return table.add(key);
    }

    private void close(int nextKind) {
        if (count > 0) {
            int before = frames.size();
            if (kind == MEASUREMENTS) {
                waiting.drainTo(frames, compression);
            }
            frames.add(SealedBody.seal(Frame.DATA, body(), compression));
            frames.subList(before, frames.size()).forEach(each -> frameBytes += each.remaining());
            first += count;
            count = 0;
            points.clear();
            records.clear();
        }
        kind = nextKind;
    }

    private PostcardWriter body() {
        PostcardWriter body = new PostcardWriter(sizeSoFar() - frameBytes).raw64(epoch).varint(first).varint(count).u8(kind);
        if (kind == MEASUREMENTS) {
            points.writeTo(body);
        } else {
            records.writeTo(body);
        }
        return body;
    }

    private void add(ByteBuffer frame) {
        frames.add(frame);
        frameBytes += frame.remaining();
    }
}
