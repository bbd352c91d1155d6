package io.penstock.tunnel.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.penstock.core.text.OneLine;
import io.penstock.core.value.Durations;
import io.penstock.tunnel.wire.api.GatewayHandshake;
import io.penstock.tunnel.wire.api.HandshakeStep;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.ResumableCarrier;
import io.penstock.tunnel.wire.api.ResumableSessions;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import io.penstock.yamux.api.YamuxHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A connection at the agents' port, while it is a stranger's: TLS, and little time and few bytes until it has proved whose it
 * is. Then it is a {@link Talk}'s, or it takes up a session that had lost its connection. On the connection's loop.
 */
final class Arrival extends ChannelInboundHandlerAdapter {
    private final Gateway gateway;
    private final Channel channel;
    private final Function<Runnable, GatewayHandshake> handshakes;
    private final StrangerMeter meter = new StrangerMeter(this::saidTooMuch);
    private final ScheduledFuture<?> deadline;
    private Optional<Talk> talk = Optional.empty();
    private boolean stranger = true;
    /** Somebody who wants to go on with a session has sent a proof. */
    private boolean resumes;

    Arrival(Gateway gateway, Channel channel, Function<Runnable, GatewayHandshake> handshakes) {
        this.gateway = gateway;
        this.channel = channel;
        this.handshakes = handshakes;
        this.deadline = channel.eventLoop().schedule(this::outOfTime, gateway.deadlines().stranger().toMillis(),
                TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> left());
    }

    StrangerMeter meter() {
        return meter;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent tls)) {
            context.fireUserEventTriggered(event);
        } else if (!tls.isSuccess()) {
            tlsFailed(tls.cause());
        } else {
            begin(TunnelTls.protocol(channel.pipeline().get(SslHandler.class)).orElse(""));
        }
    }

    /** Whoever connects and goes, as a load balancer that looks whether we live, is no suspect. */
    private void tlsFailed(Throwable cause) {
        if (channel.isActive()) {
            broken("TLS: " + TunnelTls.describe(cause));
        }
    }

    private void begin(String protocol) {
        switch (protocol) {
            case TunnelProtocol.PLAIN -> channel.pipeline().replace(this, "yamux", new YamuxHandler(carrier ->
                    talk().over(carrier)));
            case TunnelProtocol.RESUMABLE -> channel.pipeline().replace(this, "yamux", gateway.sessions().handler(
                    new ResumableSessions.Gateway(this::resumption, this::mayResume, carrier -> talk().over(carrier), new Pauses())));
            default -> broken("speaks another protocol");
        }
    }

    private Talk talk() {
        Talk begun = new Talk(gateway, this, handshakes.apply(() -> { }));
        talk = Optional.of(begun);
        return begun;
    }

    private GatewayHandshake resumption() {
        return handshakes.apply(() -> resumes = true);
    }

    /** Somebody who has proved a key wants to go on with a session. */
    private boolean mayResume(HandshakeStep.Proven proven) {
        String id = proven.hello().id();
        boolean may = proven.hello().kind() == PeerKind.AGENT
                ? gateway.agents().withId(id).filter(agent -> !agent.settings().disabled()).isPresent()
                : gateway.users().withId(id).filter(user -> !user.settings().disabled()).isPresent();
        if (may) {
            settled();
        }
        return may;
    }

    /** What a session that outlives its connections tells. */
    private final class Pauses implements ResumableCarrier.Events {
        @Override
        public void suspended(String why) {
            talk.flatMap(Talk::guest).ifPresent(guest -> guest.suspended(why));
        }

        @Override
        public void resumed() {
            talk.flatMap(Talk::guest).ifPresent(Guest::resumed);
        }
    }

    /** Whose proof that a session is theirs was wrong goes without further words. */
    private void left() {
        if (stranger && resumes) {
            failed("did not prove whose session it is");
        }
        settled();
    }

    /** It is a stranger no more: known, or gone. Idempotent. */
    void settled() {
        if (stranger) {
            stranger = false;
            deadline.cancel(false);
            if (channel.pipeline().context(meter) != null) {
                channel.pipeline().remove(meter);
            }
            gateway.strangers().went(address(channel));
        }
    }

    /** It was refused: it has no need to hurry any more. */
    void judged() {
        deadline.cancel(false);
    }

    private void outOfTime() {
        broken("did not prove who it is within " + Durations.format(gateway.deadlines().stranger()));
    }

    private void saidTooMuch() {
        if (channel.isActive()) {
            failed("sent more than " + TunnelProtocol.MAX_STRANGER_BYTES + " bytes before it proved who it is");
            gateway.counters().broken.increment();
            close();
        }
    }

    /** It may be us who were too slow: that does not close its address's door. */
    private void broken(String why) {
        gateway.counters().broken.increment();
        log(gateway.visits().odd(address(channel)), why);
        close();
    }

    /** Counts against its address. */
    void failed(String why) {
        gateway.counters().failed.increment();
        log(gateway.visits().failed(address(channel)), why);
    }

    private void log(boolean first, String why) {
        if (first) {
            Gateway.LOG.warn("refused somebody at {}: {}; further ones from there are not logged for a minute", addressText(),
                    OneLine.of(why, '?'));
        }
    }

    /** Ends it, and the session where there is one. */
    void close() {
        talk.ifPresent(Talk::end);
        channel.close();
    }

    /** What breaks before there is a session. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    Channel channel() {
        return channel;
    }

    /** For people. */
    String addressText() {
        return Texts.of(channel.remoteAddress());
    }

    static InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
