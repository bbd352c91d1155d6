package io.penstock.pipes.state;

import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.codec.ByteSink;
import io.penstock.pipes.codec.ByteSource;
import io.penstock.pipes.codec.EventCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Dead letters as bytes. */
final class LetterCodec {
    private static final int VERSION = 1;
    private static final int MAX_REASON = 1000;

    private LetterCodec() {
    }

    /** {@code | version | id | seconds | nanos | node | reason | run of one event |}, see {@link EventCodec}. */
    static byte[] encode(DeadLetter letter) {
        ByteSink sink = new ByteSink(256);
        sink.u8(VERSION);
        sink.varint(letter.id());
        sink.zigzag(letter.at().getEpochSecond());
        sink.varint(letter.at().getNano());
        sink.text(letter.node());
        String reason = letter.reason();
        sink.text(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
        EventCodec.write(List.of(letter.event()), sink);
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
