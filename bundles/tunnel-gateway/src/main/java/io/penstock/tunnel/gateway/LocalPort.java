package io.penstock.tunnel.gateway;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import io.penstock.core.net.Hosts;
import io.penstock.core.net.ListenAddress;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.ListenerSettings;
import io.penstock.tunnel.wire.api.SocketUse;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** A local port that leads to a target. Thread-safe. */
final class LocalPort implements AutoCloseable {
    private static final AttributeKey<Entry> ENTRY = AttributeKey.valueOf(LocalPort.class, "entry");

    private final Gateway gateway;
    private final String name;
    private final Throttle throttle;
    private final Quota streams = new Quota();
    private final OpenPort port;
    private volatile ListenerSettings settings;

    /** What is known of a client before its socket is served. */
    private record Entry(ListenerSettings settings, Passage passage, Route route, Optional<Route.Candidate> chosen,
                         Optional<String> refusal) {
    }

    LocalPort(Gateway gateway, String name, ListenerSettings settings, ScheduledExecutorService timer) {
        this.gateway = gateway;
        this.name = name;
        this.throttle = new Throttle(gateway.clock());
        this.port = new OpenPort("listener " + name, timer, gateway.clock(), where -> gateway.loops().listen(where,
                SocketUse.LOCAL, this::choose, this::furnish));
        become(settings);
    }

    String name() {
        return name;
    }

    ListenerSettings settings() {
        return settings;
    }

    OpenPort port() {
        return port;
    }

    void open() {
        ListenAddress address = settings.listenAddress();
        if (!Hosts.isLoopback(address.host())) {
            Gateway.LOG.warn("listener {}: whoever reaches {} reaches the target {}", name, address, settings.target());
        }
        port.open(address);
    }

    /** Takes other settings with the same socket; streams that are open go on. */
    void become(ListenerSettings next) {
        settings = next;
        throttle.become(next.bandwidth());
    }

    /** On the loop of the socket that listens. */
    private EventLoop choose(Channel client) {
        ListenerSettings now = settings;
        boolean room = streams.take(now.maxStreams());
        Passage passage = gateway.passages().begin(new Passage.Origin("", name, Texts.of(client.remoteAddress())),
                new Passage.Wish("", now.target()), room ? streams::giveBack : () -> { });
        Optional<String> refusal = !room ? Optional.of("the listener has " + now.maxStreams() + " streams")
                : gateway.passages().count() > gateway.settings().now().limits().streams()
                ? Optional.of("the gateway has as many streams as it may have") : Optional.empty();
        Route route = new Route(gateway.agents(), now.agents(), now.target(), "none of the agents "
                + String.join(", ", now.agents()) + " is connected");
        Optional<Route.Candidate> chosen = refusal.isPresent() ? Optional.empty() : route.next();
        client.attr(ENTRY).set(new Entry(now, passage, route, chosen, refusal));
        if (gateway.audit().isCrowded()) {
            port.pauseUnless(() -> !gateway.audit().isCrowded());
        }
        return chosen.map(candidate -> candidate.link().loop()).orElseGet(() -> gateway.loops().next());
    }

    private void furnish(Channel client) {
        Entry entry = client.attr(ENTRY).getAndSet(null);
        if (entry.refusal().isPresent()) {
            ClientSocket.abort(client);
            entry.passage().end(EndReason.LIMIT, entry.refusal().get());
            return;
        }
        new ClientSocket(gateway, entry.settings(), throttle, client, entry.passage(), entry.route()).begin(entry.chosen());
    }

    /** Begins what {@link #close} ends. */
    void beginClose() {
        port.beginClose();
    }

    /** Frees the port; its streams go on. */
    @Override
    public void close() {
        port.close();
    }

    /** Ends its streams. */
    void endStreams(EndReason reason) {
        gateway.passages().revoke(passage -> passage.origin().listener().equals(name), reason);
    }
}
