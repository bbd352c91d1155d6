package io.penstock.tunnel.gateway;

import io.netty.channel.EventLoop;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connection of a user. What says so may be called by any thread, the rest belongs to its loop. */
final class VisitorLink implements Guest {
    /** So long a stream may say nothing. */
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(10);

    private final Gateway gateway;
    private final User user;
    private final String keyId;
    private final String address;
    private final YamuxSession session;
    private final MessageStream control;
    private final Instant since;
    private boolean gone;

    VisitorLink(Gateway gateway, User user, String keyId, String address, YamuxSession session, MessageStream control) {
        this.gateway = gateway;
        this.user = user;
        this.keyId = keyId;
        this.address = address;
        this.session = session;
        this.control = control;
        this.since = gateway.clock().now();
    }

    /** Any thread. */
    User user() {
        return user;
    }

    /** Any thread. */
    String keyId() {
        return keyId;
    }

    /** Any thread. */
    String address() {
        return address;
    }

    /** Any thread. */
    Instant since() {
        return since;
    }

    /** Any thread. */
    EventLoop loop() {
        return (EventLoop) session.loop();
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
            return Refused.STREAM;
        }
        VisitorStream opened = new VisitorStream(gateway, this);
        MessageStream messages = MessageStream.accept(stream, TunnelProtocol.MAX_OPEN_BYTES, opened);
        loop().schedule(() -> opened.expectConnect(messages), CONNECT_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        return messages;
    }

    @Override
    public void suspended(String why) {
        Gateway.LOG.debug("user {}: the connection from {} was lost, its streams wait: {}", user.name(), address, why);
    }

    @Override
    public void resumed() {
        Gateway.LOG.debug("user {}: the connection from {} goes on", user.name(), address);
    }

    @Override
    public void goingAway() {
        // What it has goes on.
    }

    @Override
    public void drain(String reason, long deadlineMs) {
        onLoop(() -> {
            control.send(new Message.Drain(reason, deadlineMs, Optional.empty()));
            loop().schedule(() -> end(EndReason.CLOSING, reason), deadlineMs, TimeUnit.MILLISECONDS);
        });
    }

    @Override
    public void end(EndReason reason, String why) {
        onLoop(() -> {
            if (!gone) {
                gateway.passages().revoke(this::isMine, reason);
                session.close();
            }
        });
    }

    private boolean isMine(Passage passage) {
        return passage.origin().user().equals(user.name()) && passage.origin().from().equals(address);
    }

    @Override
    public void lost(Throwable cause) {
        gone = true;
        user.leave(this);
        Gateway.LOG.info("user {}: the connection from {} ended: {}", user.name(), address, PenstockException.describe(cause));
    }

    private void onLoop(Runnable task) {
        if (loop().inEventLoop()) {
            task.run();
        } else {
            Tasks.execute(loop(), task);
        }
    }
}
