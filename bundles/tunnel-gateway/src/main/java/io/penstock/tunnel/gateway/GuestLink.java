package io.penstock.tunnel.gateway;

import io.netty.channel.EventLoop;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.yamux.api.YamuxSession;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the connections of agents and users share: who came from where, and how it is asked to go. */
abstract class GuestLink implements Guest {
    private final String keyId;
    private final String address;
    private final YamuxSession session;
    private final MessageStream control;

    GuestLink(String keyId, String address, YamuxSession session, MessageStream control) {
        this.keyId = keyId;
        this.address = address;
        this.session = session;
        this.control = control;
    }

    /** The key it proved. Any thread. */
    final String keyId() {
        return keyId;
    }

    /** Where it came from. Any thread. */
    final String address() {
        return address;
    }

    /** Any thread. */
    final EventLoop loop() {
        return (EventLoop) session.loop();
    }

    final YamuxSession session() {
        return session;
    }

    final MessageStream control() {
        return control;
    }

    @Override
    public final void drain(String reason, long deadlineMs) {
        onLoop(() -> {
            control.send(new Message.Drain(reason, deadlineMs, Optional.empty()));
            loop().schedule(() -> end(EndReason.CLOSING), deadlineMs, TimeUnit.MILLISECONDS);
        });
    }

    /** Now if this is its loop, else as soon as it can. Any thread. */
    final void onLoop(Runnable task) {
        if (loop().inEventLoop()) {
            task.run();
        } else {
            Tasks.execute(loop(), task);
        }
    }
}
