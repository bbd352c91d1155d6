package io.penstock.core.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A time and ordered fields: a log line, a row, a document. Immutable. */
public final class Record implements Event {
    /** The field that holds the text an input read, when it was not asked to decode it. */
    public static final String RAW = "_raw";

    private static final int OVERHEAD_BYTES = 40;

    private final Instant time;
    private final Fields fields;

    private Record(Instant time, Fields fields) {
        this.time = requireNonNull(time, "time is null");
        this.fields = requireNonNull(fields, "fields is null");
    }

    /** A record of these fields. */
    public static Record of(Instant time, Fields fields) {
        return new Record(time, fields);
    }

    /** A record whose only field is {@link #RAW}. */
    public static Record raw(Instant time, String text) {
        return new Record(time, Fields.of(RAW, text));
    }

    @Override
    public Instant time() {
        return time;
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public Record withFields(Fields changed) {
        return changed == fields ? this : new Record(time, changed);
    }

    /** The same fields at another time. */
    public Record withTime(Instant other) {
        return new Record(other, fields);
    }

    @Override
    public int sizeBytes() {
        return OVERHEAD_BYTES + fields.sizeBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Record record && time.equals(record.time) && fields.equals(record.fields);
    }

    @Override
    public int hashCode() {
        return 31 * time.hashCode() + fields.hashCode();
    }

    @Override
    public String toString() {
        return "Record[" + time + " " + fields + "]";
    }
}
