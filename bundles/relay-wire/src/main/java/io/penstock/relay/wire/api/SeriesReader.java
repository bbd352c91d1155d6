package io.penstock.relay.wire.api;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads what {@link SeriesWriter} wrote. One thread. */
final class SeriesReader {
    private static final int LEAST_BYTES = 7;

    private final NameReader names;
    private final ValueReader values;
    private final SeriesState state;
    private final List<KnownSeries> known;
    private final UnaryOperator<SeriesKey> registration;
    private final int maxSeries;
    private int totalBytes;

    SeriesReader(NameReader names, ValueReader values, SeriesState state, List<KnownSeries> known,
                 UnaryOperator<SeriesKey> registration, int maxSeries) {
        this.names = names;
        this.values = values;
        this.state = state;
        this.known = known;
        this.registration = registration;
        this.maxSeries = maxSeries;
    }

    void read(PostcardReader in) {
        totalBytes += in.remaining();
        if (totalBytes > RelayProtocol.MAX_SERIES_BYTES) {
            throw in.corrupt("more than " + RelayProtocol.MAX_SERIES_BYTES + " bytes of series without a Reset");
        }
        long first = in.varint32();
        if (first != known.size()) {
            throw in.corrupt("series from " + first + " on; " + known.size() + " was expected");
        }
        int count = in.count(LEAST_BYTES, maxSeries - known.size(), "series");
        for (int i = 0; i < count; i++) {
            known.add(series(in));
            state.add();
        }
        in.end();
    }

    void clear() {
        totalBytes = 0;
    }

    private KnownSeries series(PostcardReader in) {
        String metric = names.read(in);
        String unit = names.read(in);
        Entity resource = entity(in);
        Entity consumer = entity(in);
        Fields attributes = values.fields(in, RelayProtocol.MAX_ATTRIBUTES);
        SeriesKey key = new SeriesKey(metric, unit, resource, consumer, attributes);
        Optional<String> unfit = values.takeUnfit();
        if (unfit.isPresent()) {
            return new KnownSeries(key, unfit);
        }
        SeriesKey registered = registration.apply(key);
        return new KnownSeries(registered, registered.metric().isEmpty() ? Optional.of("a metric without a name")
                : Optional.empty());
    }

    private Entity entity(PostcardReader in) {
        Entity entity = new Entity(names.read(in), names.read(in));
        return entity.equals(Entity.LOCAL_MACHINE) ? Entity.LOCAL_MACHINE : entity;
    }
}
