package io.penstock.relay.wire.api;

import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link PointColumns} wrote, into measurements that share their series' parts. One thread. */
final class PointSource {
    private final SeriesState state;
    private final List<KnownSeries> known;
    private int[] ids = new int[256];
    private boolean[] others = new boolean[256];
    private Instant[] times = new Instant[256];

    PointSource(SeriesState state, List<KnownSeries> known) {
        this.state = state;
        this.known = known;
    }

    void read(PostcardReader in, int count, EventSink sink) {
        if (count > ids.length) {
            ids = new int[count];
            others = new boolean[count];
            times = new Instant[count];
        }
        readSeries(in, count);
        TimeSource.read(in, times, count);
        readKinds(in, count);
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            boolean floating = state.floating(id) != others[i];
            state.changesKind(id, floating);
            Number value = floating ? readFloat(in, id) : readUnsigned(in, id);
            add(known.get(id), times[i], value, sink);
        }
    }

    private void readSeries(PostcardReader in, int count) {
        int at = 0;
        while (at < count) {
            int run = in.atMost(count - at, "points in a run");
            for (int i = 0; i < run; i++) {
                at = follow(in, state.expected(), at);
            }
            if (at < count) {
                at = follow(in, state.expected() + in.zigzag(), at);
            }
        }
    }

    private int follow(PostcardReader in, long id, int at) {
        if (id < 0 || id >= state.size()) {
            throw in.corrupt("series " + id + " of " + state.size());
        }
        ids[at] = (int) id;
        state.follow((int) id);
        return at + 1;
    }

    private void readKinds(PostcardReader in, int count) {
        int at = 0;
        boolean other = false;
        while (at < count) {
            int run = in.atMost(count - at, "points of a kind");
            if (run == 0 && at > 0) {
                throw in.corrupt("a run of no points");
            }
            Arrays.fill(others, at, at + run, other);
            at += run;
            other = !other;
        }
    }

    private Number readUnsigned(PostcardReader in, int id) {
        long bits = state.lastUnsigned(id) + in.zigzag();
        state.lastUnsigned(id, bits);
        return Unsigned.ofBits(bits);
    }

    private Number readFloat(PostcardReader in, int id) {
        long bits = FloatStep.read(in, state.lastFloat(id));
        state.lastFloat(id, bits);
        return Double.longBitsToDouble(bits);
    }

    private static void add(KnownSeries series, Instant time, Number value, EventSink sink) {
        if (series.unfit().isPresent()) {
            sink.unfit(series.unfit().get());
        } else if (time == null) {
            sink.unfit("a time beyond what can be represented");
        } else {
            SeriesKey key = series.key();
            Event event = new Measurement(key.metric(), time, value, key.unit(), key.resource(), key.consumer(),
                    key.attributes());
            sink.event(event);
        }
    }
}
