package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.penstock.core.concurrent.Backoff;
import io.penstock.core.error.PenstockException;
import io.penstock.yamux.api.YamuxSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The dialler's end of a resumable session: makes it on a first connection, and dials again, until the carrier's deadline,
 * whenever one is lost. The session's loop only.
 */
public final class ResumableDialler {
    /** How to come back. */
    public interface Redial {
        /**
         * Dials the gateway again, on the session's loop.
         *
         * @return a channel with TLS done and {@link TunnelProtocol#RESUMABLE} agreed on, to which nobody has added anything
         *         behind TLS; completes on the session's loop
         */
        Future<Channel> dial();

        /** A new handshake, with a new nonce, for such a channel. */
        DiallerHandshake handshake(Channel channel);
    }

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Redial redial;
    private final Backoff backoff;
    private ResumableCarrier carrier;

    private ResumableDialler(Redial redial, RandomGenerator random) {
        this.redial = redial;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random::nextDouble);
    }

    /**
     * Begins a session on a channel with TLS done, on whose loop it will stay; adds the last handler to the pipeline.
     *
     * @param make makes the session, with {@link ResumableCarrier#settings}; when it is accepted with a token, tell the
     *         carrier by {@link ResumableCarrier#resumeWith}
     */
    public static ResumableCarrier begin(Channel channel, Redial redial, RandomGenerator random,
            Function<ResumableCarrier, YamuxSession> make, ResumableCarrier.Events events) {
        ResumableDialler dialler = new ResumableDialler(redial, random);
        ResumableLink first = new ResumableLink((link, body) -> link.fail("the gateway sent a message that has no place here"));
        channel.pipeline().addLast(first);
        dialler.carrier = new ResumableCarrier(channel.eventLoop(), first, make, events);
        dialler.carrier.whenLost(dialler::dial);
        return dialler.carrier;
    }

    private void dial() {
        if (carrier.isOver() || !carrier.isSuspended()) {
            return;
        }
        redial.dial().addListener(future -> {
            if (future.isSuccess()) {
                dialled((Channel) future.getNow());
            } else {
                later();
            }
        });
    }

    private void later() {
        if (!carrier.isOver() && carrier.isSuspended()) {
            carrier.loop().schedule(this::dial, backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void dialled(Channel channel) {
        if (carrier.isOver()) {
            channel.close();
            return;
        }
        Asking asking;
        try {
            asking = new Asking(redial.handshake(channel));
        } catch (RuntimeException e) {
            channel.close();
            later();
            return;
        }
        channel.pipeline().addLast(new ResumableLink(asking));
    }

    /** Asks for the session on a new connection. */
    private final class Asking implements ResumableLink.Preface {
        private final DiallerHandshake handshake;
        private Optional<Future<?>> deadline = Optional.empty();

        private Asking(DiallerHandshake handshake) {
            this.handshake = handshake;
        }

        @Override
        public void begin(ResumableLink link) {
            deadline = Optional.of(carrier.loop().schedule(() -> link.fail("the gateway did not answer"),
                    TunnelProtocol.STRANGER_DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
            link.control(handshake.hello());
        }

        @Override
        public void control(ResumableLink link, byte[] body) {
            try {
                Optional<Envelope> envelope = Envelope.read(body);
                if (envelope.isPresent()) {
                    answer(link, envelope.get());
                }
            } catch (PenstockException e) {
                link.fail(e.getMessage());
            }
        }

        private void answer(ResumableLink link, Envelope envelope) {
            ResumeToken token = carrier.token().orElseThrow();
            if (envelope.message() instanceof Message.Resumed resumed && handshake.transcript().length > 0) {
                resumed(link, token, resumed);
                return;
            }
            HandshakeStep step = handshake.received(envelope);
            if (step instanceof HandshakeStep.Send send) {
                link.control(send.envelope());
                link.control(new Message.Resume(token.session(), carrier.received(),
                        ResumeProof.ofDialler(token, handshake.transcript(), carrier.received())));
            } else {
                if (step instanceof HandshakeStep.Refuse refuse) {
                    refused(refuse.refused().code());
                }
                link.fail("the gateway did not resume the session");
            }
        }

        /** Asked again, a gateway that refuses would count a wrong proof each time, and shut its door to this address. */
        private void refused(RefusalCode code) {
            if (code == RefusalCode.NO_SESSION) {
                carrier.giveUp("the gateway does not know the session any more");
            } else if (code != RefusalCode.BUSY && code != RefusalCode.CLOSING) {
                carrier.giveUp("the gateway refuses to resume the session: " + code);
            }
        }

        private void resumed(ResumableLink link, ResumeToken token, Message.Resumed resumed) {
            if (!resumed.mac().equals(ResumeProof.ofGateway(token, handshake.transcript(), resumed.received()))) {
                throw PenstockException.invalid("tunnel.handshake", "whoever answered has not got the session's secret");
            }
            deadline.ifPresent(timer -> timer.cancel(false));
            if (carrier.isOver()) {
                link.fail("the session is over");
                return;
            }
            backoff.reset();
            try {
                carrier.attach(link, resumed.received());
            } catch (PenstockException e) {
                carrier.giveUp(e.getMessage());
                link.fail(e.getMessage());
            }
        }

        @Override
        public void lost(ResumableLink link, String why) {
            deadline.ifPresent(timer -> timer.cancel(false));
            later();
        }
    }
}
