package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dialler that comes back to a gateway played here. */
class ResumableDiallerTest {
    private static final ResumeToken TOKEN = new ResumeToken(Samples.counting(16), Samples.counting(32));
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final Octets CERTIFICATE = Samples.counting(50);

    private final EmbeddedChannel first = new EmbeddedChannel();
    private final List<EmbeddedChannel> dialled = new ArrayList<>();
    private final List<Throwable> lost = new ArrayList<>();
    private boolean handshakes = true;
    private final ResumableCarrier carrier = ResumableDialler.begin(first, new ResumableDialler.Redial() {
        @Override
        public Future<Channel> dial() {
            dialled.add(new EmbeddedChannel());
            return first.eventLoop().newSucceededFuture(dialled.get(dialled.size() - 1));
        }

        @Override
        public DiallerHandshake handshake(Channel next) {
            if (!handshakes) {
                throw PenstockException.retry("tunnel.tls", "the gateway showed no certificate", null);
            }
            return new DiallerHandshake(new DiallerHandshake.Identity(PeerKind.AGENT, "lab", KEY, "00", 0, 1, "test",
                    List.of()), CERTIFICATE, Samples.all(32, 1));
        }
    }, new Random(3), this::session, new ResumableCarrier.Events() { });

    private YamuxSession session(ResumableCarrier made) {
        return new YamuxSession(Role.CLIENT, ResumableCarrier.settings(YamuxSettings.defaults()), made.loop(), Clock.system(),
                made, stream -> {
                    throw new IllegalStateException();
                }, new SessionEvents() {
                    @Override
                    public void goingAway(GoAwayCode code) {
                    }

                    @Override
                    public void lost(Throwable cause) {
                        lost.add(cause);
                    }
                });
    }

    /** Not by closing the channel, which takes this loop's timers along. */
    private EmbeddedChannel comeBack() {
        carrier.resumeWith(TOKEN);
        first.pipeline().fireChannelInactive();
        first.runPendingTasks();
        return dialled.get(0);
    }

    private void passASecond() {
        first.advanceTimeBy(1, TimeUnit.SECONDS);
        first.runScheduledPendingTasks();
        first.runPendingTasks();
    }

    private static Envelope next(EmbeddedChannel from) {
        ByteBuf out = from.readOutbound();
        try {
            byte[] body = new byte[out.skipBytes(OuterFrame.HEADER_BYTES).readableBytes()];
            out.readBytes(body);
            return Envelope.read(body).orElseThrow();
        } finally {
            out.release();
        }
    }

    private static void send(EmbeddedChannel to, Envelope envelope) {
        to.writeInbound(OuterFrame.control(ByteBufAllocator.DEFAULT, envelope));
    }

    /** Answers as a gateway does that knows the session. */
    private static void resume(EmbeddedChannel channel, long received) {
        GatewayHandshake gateway = new GatewayHandshake(new GatewayHandshake.Identity("gate", List.of(), CERTIFICATE),
                (kind, id) -> List.of(KEY.verifying()), Samples.all(32, 2));
        send(channel, ((HandshakeStep.Send) gateway.received(next(channel))).envelope());
        send(channel, Envelope.of(new Message.Resumed(received,
                ResumeProof.ofGateway(TOKEN, gateway.transcript(), received))));
    }

    @AfterEach
    void tearDown() {
        carrier.session().close();
        first.finishAndReleaseAll();
        dialled.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void goesOnWithWhatTheGatewayHas() {
        resume(comeBack(), 0);
        assertThat(carrier.isSuspended()).isFalse();
        assertThat(lost).isEmpty();
    }

    @Test
    void givesUpWhenTheGatewayHasMoreThanWasSent() {
        EmbeddedChannel channel = comeBack();
        resume(channel, 1L << 50);
        assertThat(lost).hasSize(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void dialsAgainWhereNoHandshakeCanBegin() {
        handshakes = false;
        assertThat(comeBack().isOpen()).isFalse();
        passASecond();
        assertThat(dialled).hasSizeGreaterThan(1);
    }
}
