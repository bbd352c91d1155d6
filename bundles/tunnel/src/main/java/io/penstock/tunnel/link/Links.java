package io.penstock.tunnel.link;

import io.netty.channel.EventLoop;
import io.penstock.tunnel.dial.GatewayDialler;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.settings.ProxyAddress;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.wire.api.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** The connections that one set of settings asks for. Thread-safe. */
public final class Links implements AutoCloseable {
    private final Credentials credentials;
    private final List<Link> links;
    private final Set<Link> running = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /**
     * Makes them; nothing is dialled before {@link #start}.
     *
     * @param loops what they run on; closed by the caller, after these
     * @param changed told, on one of the loops, whenever a status is another
     * @throws io.penstock.core.error.PenstockException INVALID: something in the settings cannot be used here
     */
    public Links(TunnelSettings settings, Surroundings around, Loops loops, Duty duty, Runnable changed) {
        this.credentials = new Credentials(settings);
        GatewayDialler dialler = new GatewayDialler(loops, around.resolver(), around.timers(),
                settings.proxy().map(ProxyAddress::parse));
        List<TargetAddress> gateways = settings.gateways();
        List<Link> made = new ArrayList<>();
        for (int number = 0; number < settings.connections(); number++) {
            SessionSetup session = new SessionSetup(around, credentials, credentials.identity(duty.kind(), number, around), duty);
            made.add(new Link(new LinkSetup(number, gateways, dialler, session, settings.grace(), () -> changed(changed)),
                    loops.next()));
        }
        this.links = List.copyOf(made);
    }

    /** Loops as these settings want them: no more than there are connections, or processors. */
    public static Loops loops(TunnelSettings settings, String name) {
        return Loops.open(settings.transport(), Math.min(settings.connections(), Runtime.getRuntime().availableProcessors()), name);
    }

    /** Begins to dial. */
    public void start() {
        running.addAll(links);
        links.forEach(link -> link.loop().execute(link::start));
    }

    private void changed(Runnable listener) {
        listener.run();
        for (Link link : links) {
            if (link.loop().inEventLoop() && link.isOver()) {
                running.remove(link);
            }
        }
        if (running.isEmpty()) {
            over.complete(null);
        }
    }

    /** How each is, by its number. */
    public List<LinkStatus> status() {
        return links.stream().map(Link::status).toList();
    }

    /** The first connection's loop: a visitor's only one. */
    public EventLoop firstLoop() {
        return links.get(0).loop();
    }

    /**
     * Keeps nothing up any more; streams may go on for {@code grace}.
     *
     * @return completes when none is left; {@link #close} still has to be called
     */
    public CompletableFuture<Void> stop(Duration grace) {
        try {
            links.forEach(link -> link.loop().execute(() -> link.stop(grace)));
        } catch (RejectedExecutionException e) {
            over.complete(null);
        }
        return over;
    }

    /** Lets go of the keys. After the loops have ended. */
    @Override
    public void close() {
        credentials.close();
        over.complete(null);
    }
}
