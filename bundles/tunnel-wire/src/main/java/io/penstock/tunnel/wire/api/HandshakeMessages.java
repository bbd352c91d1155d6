package io.penstock.tunnel.wire.api;

import io.penstock.tunnel.wire.api.Message.Accepted;
import io.penstock.tunnel.wire.api.Message.Challenge;
import io.penstock.tunnel.wire.api.Message.Hello;
import io.penstock.tunnel.wire.api.Message.Proof;
import io.penstock.tunnel.wire.api.Message.Refused;
import io.penstock.tunnel.wire.api.Message.Resume;
import io.penstock.tunnel.wire.api.Message.Resumed;
import java.util.List;
import java.util.stream.Stream;

/** The messages until a connection is let in. */
final class HandshakeMessages {
    static final int SIGNATURE_BYTES = 64;
    static final int MAC_BYTES = 32;

    static final List<MessageType<?>> TYPES = List.of(
            new MessageType<>("hello", Hello.class, HandshakeMessages::write, HandshakeMessages::hello),
            new MessageType<>("challenge", Challenge.class,
                    (m, out) -> out.number("version", m.version()).text("gateway", m.gateway())
                            .texts("features", m.features()).octets("nonce", m.nonce()),
                    in -> new Challenge(in.count("version", Integer.MAX_VALUE), in.name("gateway"), in.names("features"),
                            in.octets("nonce", TunnelProtocol.NONCE_BYTES))),
            new MessageType<>("proof", Proof.class,
                    (m, out) -> out.text("key", m.key()).octets("signature", m.signature()),
                    in -> new Proof(in.name("key"), in.octets("signature", SIGNATURE_BYTES))),
            new MessageType<>("accepted", Accepted.class, HandshakeMessages::write, HandshakeMessages::accepted),
            new MessageType<>("refused", Refused.class,
                    (m, out) -> out.text("code", m.code().name()).prose("message", m.message())
                            .number("retryAfterMs", m.retryAfterMs()),
                    in -> new Refused(refusal(in.name("code")), in.prose("message"), in.number("retryAfterMs", 0))),
            new MessageType<>("resume", Resume.class,
                    (m, out) -> out.octets("session", m.session()).number("received", m.received()).octets("mac", m.mac()),
                    in -> new Resume(in.octets("session", ResumeToken.SESSION_BYTES), in.number("received"),
                            in.octets("mac", MAC_BYTES))),
            new MessageType<>("resumed", Resumed.class,
                    (m, out) -> out.number("received", m.received()).octets("mac", m.mac()),
                    in -> new Resumed(in.number("received"), in.octets("mac", MAC_BYTES))));

    private HandshakeMessages() {
    }

    private static void write(Hello m, JsonOut out) {
        out.range("versions", m.lowest(), m.highest()).text("kind", m.kind().text()).text("id", m.id())
                .text("instance", m.instance()).number("connection", m.connection()).number("connections", m.connections())
                .text("software", m.software()).texts("features", m.features()).octets("nonce", m.nonce());
    }

    private static Hello hello(JsonObject in) {
        List<Long> versions = in.numbers("versions");
        if (versions.size() != 2 || versions.get(0) > versions.get(1) || versions.get(0) < 0) {
            throw JsonObject.wrong("versions is not [lowest, highest]");
        }
        int connection = in.count("connection", Integer.MAX_VALUE);
        int connections = in.count("connections", Integer.MAX_VALUE);
        if (connections > TunnelProtocol.MAX_CONNECTIONS || connection >= connections) {
            throw JsonObject.wrong("connection is not one of 1 to " + TunnelProtocol.MAX_CONNECTIONS + " connections");
        }
        return new Hello(version(versions.get(0)), version(versions.get(1)), kind(in.name("kind")), in.name("id"),
                in.name("instance"), connection, connections, in.name("software"), in.names("features"),
                in.octets("nonce", TunnelProtocol.NONCE_BYTES));
    }

    private static int version(long number) {
        return (int) Math.min(Integer.MAX_VALUE, number);
    }

    private static PeerKind kind(String text) {
        return Stream.of(PeerKind.values()).filter(kind -> kind.text().equals(text)).findFirst()
                .orElseThrow(() -> JsonObject.wrong("kind is neither agent nor visitor"));
    }

    private static void write(Accepted m, JsonOut out) {
        out.text("name", m.name()).number("heartbeatMs", m.heartbeatMs()).number("maxStreams", m.maxStreams());
        m.resumeToken().ifPresent(token -> out.object("resumeToken",
                inner -> inner.octets("session", token.session()).octets("secret", token.secret())));
    }

    private static Accepted accepted(JsonObject in) {
        return new Accepted(in.name("name"), in.number("heartbeatMs"), in.count("maxStreams", Integer.MAX_VALUE),
                in.object("resumeToken").map(inner -> new ResumeToken(inner.octets("session", ResumeToken.SESSION_BYTES),
                        inner.octets("secret", ResumeToken.SECRET_BYTES))));
    }

    private static RefusalCode refusal(String name) {
        return Stream.of(RefusalCode.values()).filter(code -> code.name().equals(name)).findFirst()
                .orElse(RefusalCode.OTHER);
    }
}
