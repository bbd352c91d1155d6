package io.penstock.relay.wire.api;

import io.penstock.core.event.Record;
import java.time.Instant;

/**
 * The records of one Data frame.
 *
 * <pre>
 * times:  see TimeColumn
 * fields: | count (u32) | (name, value) ... |   one for each record
 * </pre>
 *
 * One thread.
 */
final class RecordColumns {
    private final NameWriter names;
    private final ValueWriter values;
    private final TimeColumn times = new TimeColumn();
    private final PostcardWriter fields = new PostcardWriter(16 * 1024);
    private final PostcardWriter next = new PostcardWriter(256);

    RecordColumns(NameWriter names) {
        this.names = names;
        values = new ValueWriter(names);
    }

    void clear() {
        times.clear();
        fields.truncate(0);
    }

    /** Encodes a record, to be added next; one that cannot be is INVALID and leaves no trace. */
    void encode(Record record, int maxBytes) {
        int marked = names.size();
        next.truncate(0);
        try {
            values.fields(next, record.fields(), RelayProtocol.MAX_FIELDS);
            if (next.size() > maxBytes) {
                throw RelayProtocol.unfit("a record of " + next.size() + " bytes; at most " + maxBytes + " were expected");
            }
        } catch (RuntimeException e) {
            names.truncate(marked);
            throw e;
        }
    }

    /** How many bytes adding what was encoded takes at most. */
    int nextBytes() {
        return next.size();
    }

    /** Adds what was encoded. */
    void add(Instant time) {
        fields.raw(next);
        times.add(time.getEpochSecond(), time.getNano());
    }

    int boundBytes() {
        return times.boundBytes() + fields.size();
    }

    void writeTo(PostcardWriter out) {
        times.writeTo(out);
        out.raw(fields);
    }
}
