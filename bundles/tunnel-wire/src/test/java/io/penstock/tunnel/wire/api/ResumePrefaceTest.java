package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attacks on the resumption of a session. */
class ResumePrefaceTest {
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final Octets CERTIFICATE = Samples.counting(50);

    private final ResumableSessions sessions = new ResumableSessions(new SecureRandom());
    private final List<YamuxSession> made = new ArrayList<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private ResumableCarrier carrier;
    private boolean allowed = true;
    private int nonces;

    private EmbeddedChannel connection() {
        EmbeddedChannel channel = new EmbeddedChannel(sessions.handler(new ResumableSessions.Gateway(
                () -> new GatewayHandshake(new GatewayHandshake.Identity("gate", List.of(), CERTIFICATE),
                        (kind, id) -> List.of(KEY.verifying()), nonce()),
                who -> allowed, this::session, new ResumableCarrier.Events() { })));
        channels.add(channel);
        return channel;
    }

    private YamuxSession session(ResumableCarrier one) {
        carrier = one;
        YamuxSession session = new YamuxSession(Role.SERVER, ResumableCarrier.settings(YamuxSettings.defaults()), one.loop(),
                Clock.system(), one, stream -> {
                    throw new IllegalStateException();
                }, new SessionEvents() {
                    @Override
                    public void goingAway(GoAwayCode code) {
                    }

                    @Override
                    public void lost(Throwable cause) {
                    }
                });
        made.add(session);
        return session;
    }

    private Octets nonce() {
        return Samples.all(32, ++nonces);
    }

    /** A session on a connection of its own, resumable by "lab". */
    private ResumeToken begun() {
        connection().writeInbound(OuterFrame.header(ByteBufAllocator.DEFAULT, OuterFrame.DATA, 12), Unpooled.buffer()
                .writeInt(0x00020001).writeInt(0).writeInt(7));
        return sessions.offer(carrier, PeerKind.AGENT, "lab");
    }

    private DiallerHandshake dialler(String id) {
        return new DiallerHandshake(new DiallerHandshake.Identity(PeerKind.AGENT, id, KEY, "00", 0, 1, "test", List.of()),
                CERTIFICATE, nonce());
    }

    private static void send(EmbeddedChannel to, Envelope envelope) {
        to.writeInbound(OuterFrame.control(ByteBufAllocator.DEFAULT, envelope));
    }

    /** The next message, or empty. */
    private Optional<Message> answer(EmbeddedChannel from) {
        channels.forEach(EmbeddedChannel::runPendingTasks);
        for (ByteBuf out = from.readOutbound(); out != null; out = from.readOutbound()) {
            try {
                if (out.getUnsignedByte(0) == OuterFrame.CONTROL) {
                    byte[] body = new byte[out.skipBytes(OuterFrame.HEADER_BYTES).readableBytes()];
                    out.readBytes(body);
                    return Envelope.read(body).map(Envelope::message);
                }
            } finally {
                out.release();
            }
        }
        return Optional.empty();
    }

    private EmbeddedChannel proven(DiallerHandshake dialler) {
        EmbeddedChannel channel = connection();
        send(channel, dialler.hello());
        Message challenge = answer(channel).orElseThrow();
        send(channel, ((HandshakeStep.Send) dialler.received(Envelope.of(challenge))).envelope());
        return channel;
    }

    private static Envelope resume(ResumeToken token, DiallerHandshake dialler) {
        return Envelope.of(new Message.Resume(token.session(), 0, ResumeProof.ofDialler(token, dialler.transcript(), 0)));
    }

    private Message ask(ResumeToken token, String id) {
        DiallerHandshake dialler = dialler(id);
        EmbeddedChannel channel = proven(dialler);
        send(channel, resume(token, dialler));
        return answer(channel).orElseThrow();
    }

    private static void refusedAsUnknown(Message message) {
        assertThat(message).isInstanceOfSatisfying(Message.Refused.class,
                refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NO_SESSION));
    }

    @AfterEach
    void tearDown() {
        made.forEach(YamuxSession::close);
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void resumesForWhoeverBeganIt() {
        ResumeToken token = begun();
        assertThat(ask(token, "lab")).isInstanceOfSatisfying(Message.Resumed.class,
                resumed -> assertThat(resumed.received()).isEqualTo(12));
        assertThat(channels.get(0).isOpen()).isFalse();
    }

    @Test
    void resumesForNobodyElse() {
        ResumeToken token = begun();
        refusedAsUnknown(ask(token, "another"));
        refusedAsUnknown(ask(new ResumeToken(token.session(), Samples.counting(32)), "lab"));
        refusedAsUnknown(ask(new ResumeToken(Samples.counting(16), token.secret()), "lab"));
        allowed = false;
        refusedAsUnknown(ask(token, "lab"));
        assertThat(channels.get(0).isOpen()).isTrue();
    }

    @Test
    void takesNoResumptionASecondTime() {
        ResumeToken token = begun();
        DiallerHandshake first = dialler("lab");
        Envelope resume = resume(token, first);
        proven(first);
        EmbeddedChannel second = proven(dialler("lab"));
        send(second, resume);
        refusedAsUnknown(answer(second).orElseThrow());
    }

    @Test
    void resumesNothingWithoutAProof() {
        ResumeToken token = begun();
        EmbeddedChannel channel = connection();
        send(channel, Envelope.of(new Message.Resume(token.session(), 0, Samples.counting(32))));
        assertThat(answer(channel)).containsInstanceOf(Message.Refused.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesWhoeverWasSentLessThanTheyHave() {
        ResumeToken token = begun();
        DiallerHandshake dialler = dialler("lab");
        EmbeddedChannel channel = proven(dialler);
        long much = 1L << 50;
        send(channel, Envelope.of(new Message.Resume(token.session(), much,
                ResumeProof.ofDialler(token, dialler.transcript(), much))));
        answer(channel);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channels.get(0).isOpen()).isTrue();
    }

    @Test
    void takesNoSessionsBytesFromSomebodyWhoResumes() {
        EmbeddedChannel channel = connection();
        send(channel, dialler("lab").hello());
        channel.writeInbound(OuterFrame.header(ByteBufAllocator.DEFAULT, OuterFrame.DATA, 1), Unpooled.buffer().writeByte(0));
        assertThat(channel.isOpen()).isFalse();
        assertThat(made).isEmpty();
    }

    @Test
    void closesWhoeverSaysTooMuchOrNothing() {
        EmbeddedChannel silent = connection();
        silent.advanceTimeBy(6, TimeUnit.SECONDS);
        silent.runScheduledPendingTasks();
        assertThat(silent.isOpen()).isFalse();
        EmbeddedChannel lengthy = connection();
        lengthy.writeInbound(Unpooled.buffer().writeInt(OuterFrame.CONTROL << 24 | 20_000));
        assertThat(lengthy.isOpen()).isFalse();
        EmbeddedChannel noise = connection();
        byte[] unknown = ("{\"type\":\"" + "x".repeat(200) + "\"}").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i < 400 && noise.isOpen(); i++) {
            noise.writeInbound(Unpooled.buffer().writeInt(OuterFrame.CONTROL << 24 | unknown.length).writeBytes(unknown));
        }
        assertThat(noise.isOpen()).isFalse();
    }
}
