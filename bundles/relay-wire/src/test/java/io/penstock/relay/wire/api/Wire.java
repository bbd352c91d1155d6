package io.penstock.relay.wire.api;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Both ends of a connection and nothing between. */
final class Wire {
    /** Low enough that batches are cut. */
    static final WireLimits TIGHT = new WireLimits(WireLimits.LEAST_FRAME_BYTES, 300, 200);

    private Wire() {
    }

    static List<Frame> frames(List<ByteBuffer> encoded) {
        FrameReader reader = FrameReader.of(Dialect.PENSTOCK, Integer.MAX_VALUE);
        encoded.forEach(each -> reader.feed(each.duplicate()));
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    static List<Decoded> decode(DataDecoder decoder, List<ByteBuffer> encoded) {
        List<Decoded> decoded = new ArrayList<>();
        frames(encoded).forEach(each -> decoder.decode(each).ifPresent(decoded::add));
        return decoded;
    }

    static List<ByteBuffer> encode(DataEncoder encoder, long epoch, long first, List<? extends Event> events) {
        encoder.begin(epoch, first);
        events.forEach(encoder::event);
        return encoder.finish();
    }

    /** Text that is the same only for events that are the same to the last bit. */
    static String exact(Event event) {
        String value = event instanceof Measurement measurement && measurement.value() instanceof Double number
                ? Long.toHexString(Double.doubleToRawLongBits(number)) : "";
        return event.getClass().getSimpleName() + event.time() + value + exact(event.fields());
    }

    private static String exact(Object value) {
        if (value instanceof Double number) {
            return "f" + Long.toHexString(Double.doubleToRawLongBits(number));
        }
        if (value instanceof Fields fields) {
            StringBuilder out = new StringBuilder("{");
            for (int i = 0; i < fields.size(); i++) {
                out.append(fields.name(i)).append('=').append(exact(fields.value(i))).append(',');
            }
            return out.append('}').toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Wire::exact).toList().toString();
        }
        return value.getClass().getSimpleName() + value;
    }
}
