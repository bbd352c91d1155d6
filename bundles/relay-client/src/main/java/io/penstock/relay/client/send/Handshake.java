package io.penstock.relay.client.send;

import io.penstock.core.event.Bytes;
import io.penstock.core.time.Clock;
import io.penstock.relay.wire.api.Compression;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.HelloProof;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.Message.Challenge;
import io.penstock.relay.wire.api.Message.Hello;
import io.penstock.relay.wire.api.Message.Proof;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.Message.Welcome;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.relay.wire.api.RelayProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Hello, Challenge, Proof, Welcome. Sender only, one use. */
final class Handshake {
    /** From the connection to the Welcome. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SOFTWARE = "penstock";

    /** What came of it. */
    record Agreed(Welcome welcome, boolean zstd, boolean records) {
    }

    private final Link link;
    private final Settings settings;
    private final Clock clock;
    private final long deadline;

    /**
     * Who asks.
     *
     * @param random for the nonce: not to be guessed
     */
    record Settings(UUID uuid, String name, Optional<io.penstock.core.value.Secret> token, boolean compress,
                    RandomGenerator random) {
    }

    Handshake(Link link, Settings settings, Clock clock) {
        this.link = link;
        this.settings = settings;
        this.clock = clock;
        this.deadline = clock.nanoTime() + TIMEOUT.toNanos();
    }

    /**
     * Asks to be let in.
     *
     * @throws Refusal when the server says no
     * @throws IOException when the connection is lost, or the server too slow
     */
    Agreed agree(List<EpochRange> ranges) throws IOException {
        Hello hello = new Hello(RelayProtocol.MIN_VERSION, RelayProtocol.MAX_VERSION, features(), settings.uuid(),
                settings.name(), SOFTWARE, nonce());
        send(hello);
        Frame frame = answer();
        Challenge challenge = expect(Challenge.class, frame);
        if (challenge.version() < RelayProtocol.MIN_VERSION || challenge.version() > RelayProtocol.MAX_VERSION) {
            throw new Refusal(RejectCode.VERSION, "the server chose version " + challenge.version()
                    + " of the relay, which was not offered", Duration.ZERO);
        }
        Bytes mac = settings.token().map(token -> HelloProof.mac(token, MessageCodec.body(hello), frame.body()))
                .orElse(Bytes.of());
        send(new Proof(mac, ranges));
        Welcome welcome = expect(Welcome.class, answer());
        if (welcome.resume().size() != ranges.size() || welcome.windowBytes() < 1 || welcome.heartbeat().isZero()) {
            throw new Refusal(RejectCode.PROTOCOL, "the server's Welcome makes no sense: " + welcome, Duration.ZERO);
        }
        return new Agreed(welcome, (challenge.features() & features() & RelayProtocol.FEATURE_ZSTD) != 0,
                (challenge.features() & RelayProtocol.FEATURE_RECORDS) != 0);
    }

    private long features() {
        boolean zstd = settings.compress() && Compression.zstdAvailable();
        return RelayProtocol.FEATURE_RECORDS | (zstd ? RelayProtocol.FEATURE_ZSTD : 0);
    }

    private Bytes nonce() {
        byte[] nonce = new byte[Hello.NONCE_BYTES];
        settings.random().nextBytes(nonce);
        return Bytes.of(nonce);
    }

    private void send(Message message) throws IOException {
        link.write(List.of(MessageCodec.encode(message)));
    }

    private Frame answer() throws IOException {
        return link.read(deadline).orElseThrow(() -> new LostConnection("the server gave no answer within "
                + TIMEOUT.toSeconds() + " s of the handshake"));
    }

    private static <M extends Message> M expect(Class<M> type, Frame frame) throws IOException {
        Message message = MessageCodec.decode(frame);
        if (message instanceof Reject reject) {
            throw Refusal.of(reject);
        }
        if (!type.isInstance(message)) {
            throw new Refusal(RejectCode.PROTOCOL, "the server said " + message.getClass().getSimpleName() + " where a "
                    + type.getSimpleName() + " was expected", Duration.ZERO);
        }
        return type.cast(message);
    }
}
