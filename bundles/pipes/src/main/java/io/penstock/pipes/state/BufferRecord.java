package io.penstock.pipes.state;

import io.penstock.core.event.Event;
import io.penstock.pipes.codec.ByteSink;
import io.penstock.pipes.codec.ByteSource;
import io.penstock.pipes.codec.EventCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What lies in an output's disk buffer: events with where they came from, or that a partition is no more.
 *
 * <pre>
 * | 1 | events in the buffer before (varint) | part, see {@link LedgerEntry} | run of events, see {@link EventCodec} |
 * | 2 | input | partition |
 * </pre>
 */
public final class BufferRecord {
    private static final int EVENTS = 1;
    private static final int FORGOTTEN = 2;

    /**
     * What stands before the events.
     *
     * @param before how many events were ever put into the buffer before these
     * @param part empty where a partition is forgotten
     */
    public record Head(long before, Optional<Ledger.Part> part, Optional<Origin.Source> forgotten) {
    }

    /** A record read whole. */
    public record Content(Head head, List<Event> events) {
    }

    private BufferRecord() {
    }

    /** A record of events. */
    public static ByteBuffer encode(long before, Ledger.Part part, List<Event> events) {
        ByteSink sink = new ByteSink(events.size() * 160);
        sink.u8(EVENTS);
        sink.varint(before);
        LedgerEntry.write(part, sink);
        EventCodec.write(events, sink);
        return sink.toBuffer();
    }

    /** A record that a partition is no more. */
    public static ByteBuffer forgotten(Origin.Source source) {
        ByteSink sink = new ByteSink(64);
        sink.u8(FORGOTTEN);
        sink.text(source.input());
        sink.text(source.partition());
        return sink.toBuffer();
    }

    /** Reads what stands before the events only. */
    public static Head head(byte[] record) {
        return head(new ByteSource(ByteBuffer.wrap(record)));
    }

    private static Head head(ByteSource source) {
        if (source.u8() == FORGOTTEN) {
            return new Head(0, Optional.empty(), Optional.of(new Origin.Source(source.text(), source.text())));
        }
        return new Head(source.varint(), Optional.of(LedgerEntry.part(source)), Optional.empty());
    }

    /** Reads it whole. */
    public static Content decode(byte[] record) {
        ByteSource source = new ByteSource(ByteBuffer.wrap(record));
        Head head = head(source);
        return new Content(head, head.part().isPresent() ? EventCodec.read(source) : List.of());
    }
}
