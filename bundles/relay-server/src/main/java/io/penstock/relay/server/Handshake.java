package io.penstock.relay.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.HelloProof;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.Message.Challenge;
import io.penstock.relay.wire.api.Message.Hello;
import io.penstock.relay.wire.api.Message.Proof;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.relay.wire.api.RelayProtocol;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is said before a connection is trusted: Hello, Challenge, Proof. Knows no network. Event loop only. */
final class Handshake {
    /** The same for an unknown name, a wrong token and a name that belongs to somebody else. */
    static final String DENIED = "the name and the credential do not fit together";
    static final int MAX_NAME_CHARS = 200;
    private static final Duration BUSY_RETRY = Duration.ofSeconds(5);

    private final Relay relay;
    private Hello hello;
    private ByteBuffer helloBody;
    private ByteBuffer challengeBody;
    private List<EpochRange> epochs = List.of();

    Handshake(Relay relay) {
        this.relay = relay;
    }

    Hello hello() {
        return hello;
    }

    /** What the client still holds, in the order it will send it. */
    List<EpochRange> epochs() {
        return epochs;
    }

    /** The answer to the first frame: a Challenge or a Reject. */
    Message greeted(Frame frame) {
        helloBody = copy(frame.body());
        hello = (Hello) expect(frame, Frame.HELLO, "a Hello");
        if (hello.minVersion() > RelayProtocol.MAX_VERSION || hello.maxVersion() < RelayProtocol.MIN_VERSION) {
            return Reject.of(RejectCode.VERSION, "this server speaks versions " + RelayProtocol.MIN_VERSION + " to "
                    + RelayProtocol.MAX_VERSION + " of the relay protocol, the client " + hello.minVersion() + " to "
                    + hello.maxVersion());
        }
        if (!isName(hello.name())) {
            return Reject.of(RejectCode.PROTOCOL, "a client's name has 1 to " + MAX_NAME_CHARS
                    + " characters, none of them a control character");
        }
        if (!relay.gate().hasRoomForGuests()) {
            return busy();
        }
        Challenge challenge = new Challenge(Math.min(hello.maxVersion(), RelayProtocol.MAX_VERSION),
                hello.features() & Relay.FEATURES, relay.identity(), nonce(), relay.software());
        challengeBody = MessageCodec.body(challenge);
        return challenge;
    }

    static Reject busy() {
        return new Reject(RejectCode.BUSY, "this server has as many connections as it may have",
                RelayProtocol.MIN_VERSION, RelayProtocol.MAX_VERSION, BUSY_RETRY);
    }

    static boolean isName(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME_CHARS && name.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Judges the Proof.
     *
     * @param certified the names in the client's certificate
     * @return why the client is refused, for our own log; empty when it is who it says
     */
    Optional<String> proved(Frame frame, Set<String> certified) {
        Proof proof = (Proof) expect(frame, Frame.PROOF, "a Proof");
        epochs = proof.epochs();
        if (epochs.size() > RelayProtocol.MAX_EPOCHS || epochs.stream().anyMatch(range -> range.next() < 0)) {
            throw malformed("a Proof with more than " + RelayProtocol.MAX_EPOCHS
                    + " epochs, or numbers of 2^63 and more");
        }
        return relay.credentials().refusal(hello.name(), proof.mac().toArray(),
                token -> HelloProof.mac(token, helloBody.duplicate(), challengeBody.duplicate()).toArray(), certified);
    }

    /** What a client sent is not what the protocol has. */
    static PenstockException malformed(String what) {
        return new PenstockException(ErrorKind.CORRUPT, RelayProtocol.MALFORMED, what);
    }

    private static Message expect(Frame frame, int type, String what) {
        if (frame.type() != type) {
            throw malformed("a frame of type " + frame.type() + " where " + what + " was expected");
        }
        return MessageCodec.decode(frame);
    }

    private Bytes nonce() {
        byte[] nonce = new byte[Challenge.NONCE_BYTES];
        relay.random().nextBytes(nonce);
        return Bytes.of(nonce);
    }

    private static ByteBuffer copy(ByteBuffer body) {
        ByteBuffer copy = ByteBuffer.allocate(body.remaining());
        return copy.put(body.duplicate()).flip();
    }
}
