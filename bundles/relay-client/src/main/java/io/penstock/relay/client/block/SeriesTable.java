package io.penstock.relay.client.block;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.relay.wire.api.PostcardReader;
import io.penstock.relay.wire.api.PostcardWriter;
import io.penstock.relay.wire.api.RelayProtocol;
import io.penstock.relay.wire.api.SeriesKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The series seen lately, so that each is encoded and hashed once. Writer only. */
final class SeriesTable {
    /** Beyond this all are forgotten and met anew: a bound on memory, some hundred bytes each. */
    static final int MAX_SERIES = 100_000;
    private static final int MAX_ATTRIBUTES = RelayProtocol.MAX_ATTRIBUTES;
    private static final int MAX_SERIES_BYTES = RelayProtocol.MAX_SERIES_ENTRY_BYTES;

    private final Map<SeriesKey, Series> known = new HashMap<>();
    private final PostcardWriter scratch = new PostcardWriter(256);
    private Series last;

    /** The series of a point; one that cannot be relayed is INVALID ({@code relay.event}). */
    Series of(Measurement point) {
        Series guess = last == null ? null : last.next;
        Series found = guess != null && guess.isOf(point) ? guess : find(point);
        if (last != null) {
            last.next = found;
        }
        last = found;
        return found;
    }

    private Series find(Measurement point) {
        SeriesKey key = SeriesKey.of(point);
        Series found = known.get(key);
        if (found == null) {
            found = new Series(key, encoded(key));
            if (known.size() >= MAX_SERIES) {
                known.clear();
            }
            known.put(key, found);
        }
        return found;
    }

    private byte[] encoded(SeriesKey key) {
        if (key.attributes().size() > MAX_ATTRIBUTES) {
            throw PenstockException.invalid("relay.event", "a series with " + key.attributes().size()
                    + " attributes cannot be relayed; at most " + MAX_ATTRIBUTES + " can");
        }
        scratch.truncate(0);
        for (String name : new String[] {key.metric(), key.unit(), key.resource().kind(), key.resource().id(),
                key.consumer().kind(), key.consumer().id()}) {
            ValueCodec.name(scratch, name);
        }
        ValueCodec.fields(scratch, key.attributes());
        if (scratch.size() > MAX_SERIES_BYTES) {
            throw PenstockException.invalid("relay.event", "a series whose names and attributes take " + scratch.size()
                    + " bytes cannot be relayed; at most " + MAX_SERIES_BYTES + " can");
        }
        return scratch.toBuffer().array();
    }

    /** What {@link Series#encoded} holds. */
    static Series decoded(byte[] encoded) {
        PostcardReader in = new PostcardReader(ByteBuffer.wrap(encoded));
        String metric = in.text(ValueCodec.ANY);
        String unit = in.text(ValueCodec.ANY);
        Entity resource = new Entity(in.text(ValueCodec.ANY), in.text(ValueCodec.ANY));
        Entity consumer = new Entity(in.text(ValueCodec.ANY), in.text(ValueCodec.ANY));
        Fields attributes = ValueCodec.fields(in);
        return new Series(new SeriesKey(metric, unit, resource, consumer, attributes), encoded);
    }
}
