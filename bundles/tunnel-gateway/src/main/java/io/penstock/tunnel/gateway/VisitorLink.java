package io.penstock.tunnel.gateway;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.DeafStream;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection of a user. What says so may be called by any thread, the rest belongs to its loop. */
final class VisitorLink extends GuestLink {
    /** So long a stream may say nothing. */
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(10);

    private final Gateway gateway;
    private final User user;
    private boolean gone;

    VisitorLink(Gateway gateway, User user, String keyId, String address, YamuxSession session, MessageStream control) {
        super(keyId, address, session, control);
        this.gateway = gateway;
        this.user = user;
    }

    /** Any thread. */
    User user() {
        return user;
    }

    @Override
    public void message(Message message) {
        // A visitor has nothing to say but by its streams; what is newer than this version is left out.
    }

    @Override
    public StreamEvents accept(YamuxStream stream) {
        if (gateway.audit().isCrowded()) {
            gateway.counters().unrecorded.increment();
            stream.reset();
            return DeafStream.DEAF;
        }
        VisitorStream opened = new VisitorStream(gateway, this);
        MessageStream messages = MessageStream.accept(stream, TunnelProtocol.MAX_OPEN_BYTES, opened);
        loop().schedule(() -> opened.expectConnect(messages), CONNECT_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        return messages;
    }

    @Override
    public void suspended(String why) {
        Gateway.LOG.debug("user {}: the connection from {} was lost, its streams wait: {}", user.name(), address(), why);
    }

    @Override
    public void resumed() {
        Gateway.LOG.debug("user {}: the connection from {} goes on", user.name(), address());
    }

    @Override
    public void goingAway() {
        // What it has goes on.
    }

    @Override
    public void end(EndReason reason) {
        onLoop(() -> {
            if (!gone) {
                gateway.passages().revoke(this::isMine, reason);
                session().close();
            }
        });
    }

    private boolean isMine(Passage passage) {
        return passage.origin().user().equals(user.name()) && passage.origin().from().equals(address());
    }

    @Override
    public void lost(Throwable cause) {
        gone = true;
        user.leave(this);
        Gateway.LOG.info("user {}: the connection from {} ended: {}", user.name(), address(), PenstockException.describe(cause));
    }
}
