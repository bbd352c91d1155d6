package io.penstock.tunnel.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.penstock.tunnel.dial.DialFailure;
import io.penstock.tunnel.dial.DialOutcome;
import io.penstock.tunnel.dial.Dialling;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.TunnelTls;
import java.time.Duration;
import java.util.Optional;

/** A connection to a gateway until TLS stands: nothing is behind TLS in the pipeline then. Event loop only. */
final class SecureDialling implements Dialling, DialOutcome {
    /** From the connected socket on. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Takes what becomes of it: one of the two, once. */
    interface Outcome {
        /** TLS stands, with a gateway of this protocol. */
        void secured(Channel channel, SslHandler tls);

        /** Nothing stands. */
        void failed(Ending ending);
    }

    private final TargetAddress gateway;
    private final EventLoop loop;
    private final LinkSetup setup;
    private final Outcome outcome;
    private final FirstByte firstByte = new FirstByte();
    private Dialling dialling = Dialling.NONE;
    private Timer deadline = Timer.NONE;
    private Optional<Channel> channel = Optional.empty();
    private boolean over;

    SecureDialling(TargetAddress gateway, EventLoop loop, LinkSetup setup, Outcome outcome) {
        this.gateway = gateway;
        this.loop = loop;
        this.setup = setup;
        this.outcome = outcome;
    }

    void start() {
        Dialling begun = setup.dialler().dial(gateway, loop, this);
        dialling = over || channel.isPresent() ? Dialling.NONE : begun;
    }

    /** Whether not a byte has come. */
    boolean heardNothing() {
        return !firstByte.came();
    }

    @Override
    public void connected(Channel connected) {
        channel = Optional.of(connected);
        deadline = setup.around().timers().after(loop, DEADLINE, this::late);
        SslHandler tls = setup.session().credentials().handler(connected, gateway);
        tls.setHandshakeTimeoutMillis(0);
        Faults faults = new Faults();
        connected.pipeline().addLast(firstByte, tls, faults);
        tls.handshakeFuture().addListener((Future<? super Channel> done) -> {
            if (done.isSuccess()) {
                secured(connected, tls, faults);
            } else {
                fail(Ending.lost(TunnelTls.describe(done.cause())));
            }
        });
    }

    private void secured(Channel connected, SslHandler tls, Faults faults) {
        if (TunnelTls.protocol(tls).isEmpty()) {
            fail(Ending.refused(gateway + " is no gateway of this protocol"));
        } else if (!over) {
            over = true;
            deadline.cancel();
            connected.pipeline().remove(faults);
            outcome.secured(connected, tls);
        }
    }

    private void late() {
        String message = gateway + " does not answer";
        fail(firstByte.came() ? Ending.lost(message) : Ending.silent(message));
    }

    @Override
    public void failed(DialFailure failure) {
        String message = failure.message();
        fail(failure.code() == OpenCode.TIMEOUT ? Ending.silent(message) : Ending.lost(message));
    }

    private void fail(Ending ending) {
        if (!over) {
            cancel();
            outcome.failed(ending);
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            deadline.cancel();
            dialling.cancel();
            channel.ifPresent(Channel::close);
        }
    }

    /** What breaks before TLS stands; nobody else wants to hear of it. */
    private final class Faults extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(Ending.lost(TunnelTls.describe(cause)));
        }
    }
}
