package io.penstock.pipes.codec;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as bytes, with every value's exact type; see {@code docs/decisions/0002-event-encoding.md}. Stateless,
 * thread-safe.
 *
 * <pre>
 * run:    | version = 1 (u8) | count (varint) | event ... |
 * event:  | 0 | time | fields |                                                        a record
 *         | 1 | time | name: metric | value | name: unit | entity | entity | fields |  a measurement
 * time:   | seconds since 1970 (zigzag) | nanoseconds (varint) |
 * fields: | count (varint) | name | value | ...
 * name:   | n (varint) |                n-th name of the run, counted from 1
 *         | 0 | text |                  a name met for the first time
 * entity: | name: kind | text: id |
 * text:   | 7 | length (varint) | UTF-8 |    or, with lone surrogates, | 8 | length | UTF-16, big end first |
 * value:  | 0 null | 1 false | 2 true | 3 int zigzag | 4 uint varint | 5 float, 64 bits | 6 decimal: scale, unscaled |
 *         | 9 bytes | 10 time | 11 duration | 12 list: count, values | 13 fields | text |
 * </pre>
 *
 * A varint has seven bits a byte, the low ones first. Lengths and counts never exceed what is left, which is checked
 * before anything is allocated; lists and maps nest at most 100 deep.
 */
public final class EventCodec {
    private static final int VERSION = 1;

    private EventCodec() {
    }

    /** Appends a run of events; one nested too deep is INVALID ({@code pipes.event-depth}). */
    public static void write(List<Event> events, ByteSink sink) {
        sink.u8(VERSION);
        sink.varint(events.size());
        EventWriter writer = new EventWriter(sink);
        for (Event event : events) {
            writer.event(event);
        }
    }

    /** A run of events as bytes. */
    public static ByteBuffer encode(List<Event> events) {
        ByteSink sink = new ByteSink(events.size() * 128);
        write(events, sink);
        return sink.toBuffer();
    }

    /**
     * Reads a run of events.
     *
     * @throws PenstockException CORRUPT ({@code pipes.event-corrupt}) for anything this codec did not write; INVALID
     *         ({@code pipes.event-version}) for a version it does not know
     */
    public static List<Event> read(ByteSource source) {
        int version = source.u8();
        if (version != VERSION) {
            throw PenstockException.invalid("pipes.event-version",
                    "events encoded in version " + version + "; this runtime reads version " + VERSION);
        }
        int count = source.count();
        List<Event> events = new ArrayList<>(Math.min(count, 100_000));
        EventReader reader = new EventReader(source);
        for (int i = 0; i < count; i++) {
            events.add(reader.event());
        }
        return events;
    }

    /** Reads a run of events that fills the buffer. */
    public static List<Event> decode(ByteBuffer bytes) {
        ByteSource source = new ByteSource(bytes);
        List<Event> events = read(source);
        if (source.remaining() > 0) {
            throw ByteSource.corrupt(source.remaining() + " bytes too many");
        }
        return events;
    }
}
