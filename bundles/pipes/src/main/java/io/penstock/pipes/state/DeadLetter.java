package io.penstock.pipes.state;

import io.penstock.core.event.Event;
import io.penstock.pipes.codec.ByteSink;
import io.penstock.pipes.codec.ByteSource;
import io.penstock.pipes.codec.EventCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * An event kept aside. Immutable.
 *
 * @param id grows with time within a pipe
 * @param at when it was set aside
 * @param node the step or output that could not handle it
 * @param reason why, one line, without secrets
 * @param event as it came to the node
 */
public record DeadLetter(long id, Instant at, String node, String reason, Event event) {
    private static final int VERSION = 1;
    private static final int MAX_REASON = 1000;

    /** {@code | version | id | seconds | nanos | node | reason | run of one event |}, see {@link EventCodec}. */
    byte[] encode() {
        ByteSink sink = new ByteSink(256);
        sink.u8(VERSION);
        sink.varint(id);
        sink.zigzag(at.getEpochSecond());
        sink.varint(at.getNano());
        sink.text(node);
        sink.text(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
        EventCodec.write(List.of(event), sink);
        return sink.toArray();
    }

    static DeadLetter decode(ByteBuffer bytes) {
        ByteSource source = new ByteSource(bytes);
        source.u8();
        long id = source.varint();
        Instant at = Instant.ofEpochSecond(source.zigzag(), source.varint());
        return new DeadLetter(id, at, source.text(), source.text(), EventCodec.read(source).get(0));
    }
}
