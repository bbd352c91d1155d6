package io.penstock.tunnel.visit;

import io.netty.channel.Channel;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.link.GatewaySession;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.wire.api.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** The clients of a visitor's port; while there is no gateway, new ones wait a little. Event loop only. */
final class Clients {
    /** So many wait; one more is turned away. */
    static final int MAX_WAITING = 64;
    /** So long. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Surroundings around;
    private final Message.Connect connect;
    private final Consumer<String> notices;
    private final Deque<Channel> waiting = new ArrayDeque<>();
    private Optional<GatewaySession> session = Optional.empty();
    private String lastNotice = "";

    Clients(Surroundings around, Message.Connect connect, Consumer<String> notices) {
        this.around = around;
        this.connect = connect;
        this.notices = notices;
    }

    /** A client came. */
    void add(Channel client) {
        if (session.isPresent()) {
            open(session.get(), client);
        } else if (waiting.size() >= MAX_WAITING) {
            client.close();
        } else {
            waiting.add(client);
            around.timers().after(client.eventLoop(), PATIENCE, () -> {
                if (waiting.remove(client)) {
                    client.close();
                }
            });
        }
    }

    /** There is a gateway. */
    void use(GatewaySession next) {
        session = Optional.of(next);
        while (!waiting.isEmpty()) {
            open(next, waiting.poll());
        }
    }

    /** It is gone. */
    void lost(GatewaySession gone) {
        session = session.filter(now -> now != gone);
    }

    private void open(GatewaySession through, Channel client) {
        try {
            new VisitStream(client, this::notice).open(through.yamux(), connect);
        } catch (PenstockException e) {
            notice(e.getMessage());
            client.close();
        }
    }

    /** The same reason is not told twice in a row. */
    private void notice(String text) {
        if (!text.equals(lastNotice)) {
            lastNotice = text;
            notices.accept(text);
        }
    }
}
