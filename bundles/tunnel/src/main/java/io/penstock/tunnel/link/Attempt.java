package io.penstock.tunnel.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.penstock.tunnel.policy.TargetAddress;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One try at a connection, from dialling until the gateway lets this end in, or it ends. Event loop only. */
final class Attempt implements SecureDialling.Outcome {
    private final TargetAddress gateway;
    private final LinkSetup setup;
    private final SessionOwner owner;
    private final BiConsumer<Attempt, Ending> failed;
    private final SecureDialling dialling;
    private final EventLoop loop;
    private Optional<GatewaySession> session = Optional.empty();

    /**
     * @param owner of the session, once TLS stands
     * @param failed told when it never stood
     */
    Attempt(TargetAddress gateway, EventLoop loop, LinkSetup setup, SessionOwner owner, BiConsumer<Attempt, Ending> failed) {
        this.gateway = gateway;
        this.loop = loop;
        this.setup = setup;
        this.owner = owner;
        this.failed = failed;
        this.dialling = new SecureDialling(gateway, loop, setup, this);
    }

    void start() {
        dialling.start();
    }

    TargetAddress gateway() {
        return gateway;
    }

    boolean holds(GatewaySession other) {
        return session.equals(Optional.of(other));
    }

    boolean heardNothing() {
        return session.isEmpty() && dialling.heardNothing();
    }

    @Override
    public void secured(Channel channel, SslHandler tls) {
        GatewaySession made = new GatewaySession(gateway, loop, setup, owner);
        session = Optional.of(made);
        made.begin(channel, tls);
    }

    @Override
    public void failed(Ending ending) {
        failed.accept(this, ending);
    }

    void cancel() {
        dialling.cancel();
        session.ifPresent(made -> made.close("another attempt was quicker"));
    }
}
