package io.penstock.relay.wire.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes events of the frames one {@link DataEncoder} made: all of them, in order. What does not follow the protocol or goes
 * beyond the limits is CORRUPT ({@code relay.frame}); the connection is of no more use then. One thread.
 */
public final class DataDecoder {
    private final WireLimits limits;
    private final NameReader names = new NameReader();
    private final SeriesState state = new SeriesState();
    private final List<KnownSeries> known = new ArrayList<>();
    private final ValueReader values;
    private final SeriesReader series;
    private final PointSource points;
    private final RecordSource records;

    /**
     * @param limits those the Welcome told
     * @param registration called once for each series: what all its measurements shall be of instead. Nothing is done for
     *        the single measurement
     */
    public DataDecoder(WireLimits limits, UnaryOperator<SeriesKey> registration) {
        this.limits = limits;
        values = new ValueReader(names, limits.maxFrameBytes());
        series = new SeriesReader(names, values, state, known, registration, limits.maxSeries());
        points = new PointSource(state, known);
        records = new RecordSource(values);
    }

    /** The events of a Data frame; empty for Series and Reset, which change what is known. */
    public Optional<Decoded> decode(Frame frame) {
        if (frame.type() == Frame.DATA) {
            return Optional.of(data(SealedBody.open(frame, limits.maxFrameBytes())));
        }
        if (frame.type() == Frame.SERIES) {
            values.refill();
            series.read(SealedBody.open(frame, limits.maxFrameBytes()));
        } else if (frame.type() == Frame.RESET) {
            MessageCodec.decode(frame);
            reset();
        } else {
            throw PostcardReader.malformed("a frame of type " + frame.type() + ", which holds no events");
        }
        return Optional.empty();
    }

    /** How many series are registered. */
    public int seriesCount() {
        return state.size();
    }

    private Decoded data(PostcardReader in) {
        values.refill();
        long epoch = in.raw64();
        long first = in.varint();
        int count = in.count(1, limits.maxEvents(), "events");
        if (Long.compareUnsigned(first + count, first) < 0) {
            throw in.corrupt("numbers beyond 64 bits");
        }
        int kind = in.u8();
        EventSink sink = new EventSink(first, count);
        if (kind == DataEncoder.MEASUREMENTS) {
            points.read(in, count, sink);
        } else if (kind == DataEncoder.RECORDS) {
            records.read(in, count, sink);
        } else {
            throw in.corrupt("events of kind " + kind);
        }
        in.end();
        return sink.toDecoded(epoch, count);
    }

    private void reset() {
        names.clear();
        state.clear();
        known.clear();
        series.clear();
    }
}
