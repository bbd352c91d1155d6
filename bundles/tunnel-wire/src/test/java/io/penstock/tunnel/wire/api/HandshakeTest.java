package io.penstock.tunnel.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.HandshakeStep.Done;
import io.penstock.tunnel.wire.api.HandshakeStep.Proven;
import io.penstock.tunnel.wire.api.HandshakeStep.Refuse;
import io.penstock.tunnel.wire.api.HandshakeStep.Send;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final SigningKey NEXT_KEY = SigningKey.generate(new SecureRandom());
    private static final Octets CERTIFICATE = Samples.counting(100);
    private static final Octets OTHER_CERTIFICATE = Samples.counting(101);
    private static final KeyDirectory KEYS = (kind, id) -> kind == PeerKind.AGENT && id.equals("lab")
            ? List.of(NEXT_KEY.verifying(), KEY.verifying()) : List.of();

    private final AtomicInteger nonces = new AtomicInteger();

    private Octets nonce() {
        return Samples.all(32, nonces.incrementAndGet());
    }

    private DiallerHandshake dialler(String id, SigningKey key, Octets certificate) {
        return new DiallerHandshake(new DiallerHandshake.Identity(PeerKind.AGENT, id, key, "00", 0, 1, "test", List.of()),
                certificate, nonce());
    }

    private GatewayHandshake gateway() {
        return new GatewayHandshake(new GatewayHandshake.Identity("gate", List.of("drain"), CERTIFICATE), KEYS, nonce());
    }

    /** As the bytes would be read at the other end. */
    private static Envelope sent(Envelope envelope) {
        return Envelope.read(envelope.body().bytes()).orElseThrow();
    }

    private static HandshakeStep run(DiallerHandshake dialler, GatewayHandshake gateway) {
        Envelope challenge = ((Send) gateway.received(sent(dialler.hello()))).envelope();
        Envelope proof = ((Send) dialler.received(sent(challenge))).envelope();
        return gateway.received(sent(proof));
    }

    @Test
    void letsInWhoHasTheKey() {
        DiallerHandshake dialler = dialler("lab", KEY, CERTIFICATE);
        Proven proven = (Proven) run(dialler, gateway());
        assertThat(proven.hello().id()).isEqualTo("lab");
        assertThat(proven.key()).isEqualTo(KEY.verifying());
        Message.Accepted accepted = new Message.Accepted("lab", 5000, 10, Optional.empty());
        assertThat(dialler.received(Envelope.of(accepted))).isInstanceOfSatisfying(Done.class, done -> {
            assertThat(done.accepted()).isEqualTo(accepted);
            assertThat(done.challenge().features()).containsExactly("drain");
        });
    }

    @Test
    void letsInWithEitherKeyWhileTheyRotate() {
        assertThat(run(dialler("lab", NEXT_KEY, CERTIFICATE), gateway())).isInstanceOf(Proven.class);
    }

    @Test
    void answersAnUnknownIdAWrongKeyAndAnotherCertificateAlike() {
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        HandshakeStep unknown = run(dialler("nobody", stranger, CERTIFICATE), gateway());
        HandshakeStep wrongKey = run(dialler("lab", stranger, CERTIFICATE), gateway());
        HandshakeStep between = run(dialler("lab", KEY, OTHER_CERTIFICATE), gateway());
        assertThat(unknown).isEqualTo(wrongKey).isEqualTo(between).isInstanceOfSatisfying(Refuse.class,
                refuse -> assertThat(refuse.refused().code()).isEqualTo(RefusalCode.UNAUTHENTICATED));
    }

    @Test
    void challengesAnUnknownIdLikeAKnownOne() {
        Octets same = Samples.all(32, 9);
        GatewayHandshake.Identity identity = new GatewayHandshake.Identity("gate", List.of(), CERTIFICATE);
        HandshakeStep known = new GatewayHandshake(identity, KEYS, same).received(dialler("lab", KEY, CERTIFICATE).hello());
        HandshakeStep unknown = new GatewayHandshake(identity, KEYS, same).received(dialler("x", KEY, CERTIFICATE).hello());
        assertThat(((Send) known).envelope().body()).isEqualTo(((Send) unknown).envelope().body());
    }

    @Test
    void takesNoProofASecondTime() {
        DiallerHandshake dialler = dialler("lab", KEY, CERTIFICATE);
        GatewayHandshake first = gateway();
        Envelope proof = ((Send) dialler.received(((Send) first.received(dialler.hello())).envelope())).envelope();
        assertThat(first.received(proof)).isInstanceOf(Proven.class);
        assertThat(first.received(proof)).isInstanceOf(Refuse.class);
        GatewayHandshake second = gateway();
        second.received(dialler.hello());
        assertThat(second.received(proof)).isInstanceOf(Refuse.class);
    }

    @Test
    void takesNoProofOfAHelloThatWasChangedOnTheWay() {
        DiallerHandshake dialler = dialler("lab", KEY, CERTIFICATE);
        GatewayHandshake gateway = gateway();
        String changed = new String(dialler.hello().body().bytes(), UTF_8).replace("\"software\":\"test\"", "\"software\":\"old\"");
        Envelope challenge = ((Send) gateway.received(Envelope.read(changed.getBytes(UTF_8)).orElseThrow())).envelope();
        assertThat(gateway.received(((Send) dialler.received(challenge)).envelope())).isInstanceOf(Refuse.class);
    }

    @Test
    void takesNoProofOfAChallengeThatWasChangedOnTheWay() {
        DiallerHandshake dialler = dialler("lab", KEY, CERTIFICATE);
        GatewayHandshake gateway = gateway();
        Envelope challenge = ((Send) gateway.received(dialler.hello())).envelope();
        String weaker = new String(challenge.body().bytes(), UTF_8).replace("\"drain\"", "");
        Envelope proof = ((Send) dialler.received(Envelope.read(weaker.getBytes(UTF_8)).orElseThrow())).envelope();
        assertThat(gateway.received(proof)).isInstanceOf(Refuse.class);
    }

    @Test
    void refusesVersionsItDoesNotSpeak() {
        Message.Hello later = new Message.Hello(2, 3, PeerKind.AGENT, "lab", "00", 0, 1, "test", List.of(), nonce());
        assertThat(gateway().received(Envelope.of(later))).isInstanceOfSatisfying(Refuse.class,
                refuse -> assertThat(refuse.refused().code()).isEqualTo(RefusalCode.VERSION));
    }

    @Test
    void refusesMessagesThatAreNotTheirTurn() {
        assertThat(gateway().received(Envelope.of(new Message.Leaving()))).isInstanceOfSatisfying(Refuse.class,
                refuse -> assertThat(refuse.refused().code()).isEqualTo(RefusalCode.MALFORMED));
        GatewayHandshake gateway = gateway();
        gateway.received(dialler("lab", KEY, CERTIFICATE).hello());
        assertThat(gateway.received(dialler("lab", KEY, CERTIFICATE).hello())).isInstanceOf(Refuse.class);
        assertThat(gateway().received(Envelope.of(new Message.Proof("a", Samples.all(64, 1))))).isInstanceOf(Refuse.class);
    }

    @Test
    void looksForNoMoreKeysThanOneIdMayHave() {
        KeyDirectory many = (kind, id) -> java.util.Collections.nCopies(TunnelProtocol.MAX_KEYS + 1, KEY.verifying());
        GatewayHandshake gateway = new GatewayHandshake(
                new GatewayHandshake.Identity("gate", List.of(), CERTIFICATE), many, nonce());
        assertThat(run(dialler("lab", KEY, CERTIFICATE), gateway)).isInstanceOf(Proven.class);
    }

    @Test
    void letsNoGatewaySkipTheChallenge() {
        Envelope accepted = Envelope.of(new Message.Accepted("lab", 5000, 10, Optional.empty()));
        assertThatThrownBy(() -> dialler("lab", KEY, CERTIFICATE).received(accepted)).isInstanceOf(PenstockException.class);
    }

    @Test
    void letsNoGatewayChooseAVersionNobodyOffered() {
        Envelope challenge = Envelope.of(new Message.Challenge(7, "gate", List.of(), nonce()));
        assertThatThrownBy(() -> dialler("lab", KEY, CERTIFICATE).received(challenge)).isInstanceOf(PenstockException.class);
    }

    @Test
    void tellsTheDiallerOfARefusalAtAnyTime() {
        Message.Refused refused = new Message.Refused(RefusalCode.BUSY, "later", 1000);
        assertThat(dialler("lab", KEY, CERTIFICATE).received(Envelope.of(refused))).isEqualTo(new Refuse(refused));
    }
}
