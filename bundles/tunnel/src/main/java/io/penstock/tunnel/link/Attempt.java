package io.penstock.tunnel.link;

import io.netty.channel.Channel;
import io.penstock.tunnel.dial.DialFailure;
import io.penstock.tunnel.dial.DialOutcome;
import io.penstock.tunnel.dial.Dialling;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.OpenCode;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One try at a connection, from dialling until the gateway lets this end in, or it ends. Event loop only. */
final class Attempt implements DialOutcome {
    private final TargetAddress gateway;
    private final Function<Channel, GatewaySession> session;
    private final BiConsumer<Attempt, Ending> failed;
    private Dialling dialling = Dialling.NONE;
    private Optional<GatewaySession> begun = Optional.empty();

    /**
     * @param session makes the session of a connected channel
     * @param failed told when nothing could be connected
     */
    Attempt(TargetAddress gateway, Function<Channel, GatewaySession> session, BiConsumer<Attempt, Ending> failed) {
        this.gateway = gateway;
        this.session = session;
        this.failed = failed;
    }

    TargetAddress gateway() {
        return gateway;
    }

    void dialledBy(Dialling handle) {
        dialling = handle;
    }

    boolean holds(GatewaySession other) {
        return begun.equals(Optional.of(other));
    }

    boolean heardNothing() {
        return begun.map(GatewaySession::heardNothing).orElse(true);
    }

    @Override
    public void connected(Channel channel) {
        GatewaySession made = session.apply(channel);
        begun = Optional.of(made);
        made.start();
    }

    @Override
    public void failed(DialFailure failure) {
        String message = failure.message();
        failed.accept(this, failure.code() == OpenCode.TIMEOUT ? Ending.silent(message) : Ending.lost(message));
    }

    void cancel() {
        dialling.cancel();
        begun.ifPresent(made -> made.close("another attempt was quicker"));
    }
}
