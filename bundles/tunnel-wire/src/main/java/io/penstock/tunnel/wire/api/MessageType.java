package io.penstock.tunnel.wire.api;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One type of message: both directions of its coding.
 *
 * @param name its {@code type}
 */
record MessageType<M extends Message>(String name, Class<M> kind, BiConsumer<M, JsonOut> writer, Function<JsonObject, M> reader) {
    byte[] write(Message message) {
        return JsonOut.object(out -> writer.accept(kind.cast(message), out.text("type", name)));
    }

    Message read(JsonObject json) {
        return reader.apply(json);
    }
}
