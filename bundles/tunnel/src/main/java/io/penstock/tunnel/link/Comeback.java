package io.penstock.tunnel.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.DiallerHandshake;
import io.penstock.tunnel.wire.api.ResumableDialler;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * New connections for a session whose connection broke. While nothing at all comes back, attempts are begun side by side
 * ({@link Hedging}). Event loop only.
 */
final class Comeback implements ResumableDialler.Redial {
    private final TargetAddress gateway;
    private final EventLoop loop;
    private final LinkSetup setup;
    private final Hedging hedging;
    private final Set<Try> attempts = new LinkedHashSet<>();
    private Optional<Promise<Channel>> wanted = Optional.empty();
    private boolean silent;

    Comeback(TargetAddress gateway, EventLoop loop, LinkSetup setup) {
        this.gateway = gateway;
        this.loop = loop;
        this.setup = setup;
        this.hedging = new Hedging(setup.around(), loop, this::another);
    }

    @Override
    public Future<Channel> dial() {
        Promise<Channel> promise = loop.newPromise();
        wanted = Optional.of(promise);
        hedging.begin();
        return promise;
    }

    private boolean another() {
        silent = attempts.stream().allMatch(attempt -> attempt.dialling.heardNothing());
        if (silent && attempts.size() < Hedging.MAX_ATTEMPTS) {
            Try attempt = new Try();
            attempts.add(attempt);
            attempt.dialling.start();
        }
        return silent && wanted.isPresent();
    }

    /** One attempt among those that are under way. */
    private final class Try implements SecureDialling.Outcome {
        private final SecureDialling dialling = new SecureDialling(gateway, loop, setup, this);

        @Override
        public void secured(Channel channel, SslHandler tls) {
            attempts.remove(this);
            if (TunnelTls.protocol(tls).equals(Optional.of(TunnelProtocol.RESUMABLE))) {
                won(channel);
            } else {
                channel.close();
                ended(Ending.refused("the gateway does not resume sessions any more"));
            }
        }

        @Override
        public void failed(Ending ending) {
            attempts.remove(this);
            ended(ending);
        }
    }

    private void won(Channel channel) {
        silent = false;
        Optional<Promise<Channel>> promise = wanted;
        cancel();
        promise.ifPresentOrElse(waiting -> waiting.trySuccess(channel), channel::close);
    }

    private void ended(Ending ending) {
        silent = ending.kind() == Ending.Kind.SILENT;
        if (!silent) {
            hedging.end();
        }
        if (attempts.isEmpty()) {
            Optional<Promise<Channel>> promise = wanted;
            cancel();
            promise.ifPresent(waiting -> waiting.tryFailure(PenstockException.retry("tunnel.lost", ending.message(), null)));
        }
    }

    @Override
    public DiallerHandshake handshake(Channel channel) {
        return setup.session().handshake(channel.pipeline().get(SslHandler.class));
    }

    /** Whether the latest attempts heard nothing at all. */
    boolean isSilent() {
        return silent;
    }

    /** Gives up what is being dialled. */
    void cancel() {
        wanted = Optional.empty();
        hedging.end();
        List<Try> others = List.copyOf(attempts);
        attempts.clear();
        others.forEach(attempt -> attempt.dialling.cancel());
    }
}
