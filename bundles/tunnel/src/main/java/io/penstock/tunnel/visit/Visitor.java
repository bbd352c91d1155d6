package io.penstock.tunnel.visit;

import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Future;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.link.Duty;
import io.penstock.tunnel.link.GatewaySession;
import io.penstock.tunnel.link.LinkStatus;
import io.penstock.tunnel.link.LinkStatus.Phase;
import io.penstock.tunnel.link.Links;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.SocketUse;
import io.penstock.yamux.api.DeafStream;
import io.penstock.yamux.api.StreamAcceptor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Makes an agent's target a port of this machine: every client of the port gets a stream through the gateway. One connection
 * and one event loop do for all of it. Thread-safe.
 */
public final class Visitor implements Duty, AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Surroundings around;
    private final Loops loops;
    private final Links links;
    private final Clients clients;
    private final Consumer<String> notices;
    private final CompletableFuture<Void> firstOnline = new CompletableFuture<>();
    private final int gateways;
    private final List<String> failures = new ArrayList<>();
    private Optional<Phase> told = Optional.empty();

    /**
     * Nothing is dialled before {@link #connect}.
     *
     * @param settings who this is and where the gateway is; with one connection
     * @param notices takes lines for whoever watches, on the loop
     */
    public Visitor(TunnelSettings settings, Surroundings around, String agent, String target, Consumer<String> notices) {
        this.around = around;
        this.notices = notices;
        this.gateways = settings.gateway().size();
        this.loops = Links.loops(settings, "tunnel-visitor");
        this.clients = new Clients(around, new Message.Connect(target, Optional.empty(), Optional.of(agent)), notices);
        try {
            this.links = new Links(settings, around, loops, this, this::changed);
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    /**
     * Waits until the gateway lets this end in.
     *
     * @throws PenstockException RETRY or DENIED {@code tunnel.gateway}: none of the gateways was reached, or one refused
     */
    public void connect() throws InterruptedException {
        links.start();
        try {
            firstOnline.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PenstockException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Takes clients from now on.
     *
     * @return where it listens
     * @throws PenstockException CONFLICT {@code tunnel.listen}: the port is taken, or not to be had
     */
    public InetSocketAddress listen(InetSocketAddress address) throws InterruptedException {
        Future<ServerChannel> listening = loops.listen(address, SocketUse.LOCAL, client -> links.firstLoop(), clients::add);
        if (!listening.await().isSuccess()) {
            throw new PenstockException(ErrorKind.CONFLICT, "tunnel.listen", "cannot listen on " + address.getHostString() + ":"
                    + address.getPort() + ": " + PenstockException.describe(listening.cause()), listening.cause());
        }
        return (InetSocketAddress) listening.getNow().localAddress();
    }

    /** On the loop: a link has one. */
    private void changed() {
        LinkStatus status = links.status().get(0);
        if (!firstOnline.isDone() && status.phase() != Phase.ONLINE) {
            failedFirst(status);
            return;
        }
        if (told.isPresent() && told.get() != status.phase()) {
            notices.accept(switch (status.phase()) {
                case ONLINE -> "the gateway is back";
                case RESUMING -> "the connection broke, open streams wait for another: " + status.reason();
                case OFFLINE, NEVER_CONNECTED, CONNECTING, DUPLICATE_REFUSED, DISABLED ->
                        "the gateway is lost, trying again: " + status.reason();
            });
        }
        told = Optional.of(status.phase());
    }

    /** Each gateway has its turn, once, unless one says no. */
    private void failedFirst(LinkStatus status) {
        failures.add(status.gateway() + ": " + status.reason());
        if (status.refused() || failures.size() >= gateways) {
            boolean denied = status.phase() == Phase.DUPLICATE_REFUSED || status.phase() == Phase.DISABLED;
            firstOnline.completeExceptionally(new PenstockException(denied ? ErrorKind.DENIED : ErrorKind.RETRY,
                    "tunnel.gateway", String.join("; ", failures)));
        }
    }

    @Override
    public PeerKind kind() {
        return PeerKind.VISITOR;
    }

    /** A gateway opens nothing at a visitor. */
    @Override
    public StreamAcceptor streams(GatewaySession session) {
        return stream -> {
            stream.reset();
            return DeafStream.DEAF;
        };
    }

    @Override
    public void online(GatewaySession session) {
        firstOnline.complete(null);
        clients.use(session);
    }

    @Override
    public void message(GatewaySession session, Message message) {
        // What a gateway tells agents means nothing here.
    }

    @Override
    public void ended(GatewaySession session) {
        clients.lost(session);
    }

    /** Ends all clients' connections and the one to the gateway. Waits for it, two seconds at most. */
    @Override
    public void close() {
        try {
            links.stop(Duration.ZERO).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // What did not end by itself ends with its loop.
        }
        loops.close();
        links.close();
    }
}
