package io.penstock.tunnel.wire.api;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Messages as JSON, framed by their length.
 *
 * <pre>
 * 0         4                      4 + length
 * +---------+----------------------+
 * | length  | {"type":"…", …}      |   length: unsigned, big-endian; UTF-8
 * +---------+----------------------+
 * </pre>
 */
final class MessageCodec {
    private static final Map<Class<?>, MessageType<?>> BY_KIND = types().collect(toMap(MessageType::kind, identity()));
    private static final Map<String, MessageType<?>> BY_NAME = types().collect(toMap(MessageType::name, identity()));

    private MessageCodec() {
    }

    private static Stream<MessageType<?>> types() {
        return Stream.concat(HandshakeMessages.TYPES.stream(), StreamMessages.TYPES.stream());
    }

    static byte[] write(Message message) {
        byte[] body = BY_KIND.get(message.getClass()).write(message);
        if (body.length > TunnelProtocol.MAX_CONTROL_BYTES) {
            throw new PenstockException(ErrorKind.BUG, "tunnel.message", message.getClass().getSimpleName() + " has "
                    + body.length + " bytes, more than the " + TunnelProtocol.MAX_CONTROL_BYTES + " of a message");
        }
        return body;
    }

    /** Empty for unknown types. */
    static Optional<Message> read(byte[] body) {
        if (body.length > TunnelProtocol.MAX_CONTROL_BYTES) {
            throw JsonObject.wrong(body.length + " bytes are more than " + TunnelProtocol.MAX_CONTROL_BYTES);
        }
        JsonObject json = JsonObject.parse(body);
        return Optional.ofNullable(BY_NAME.get(json.name("type"))).map(type -> type.read(json));
    }
}
