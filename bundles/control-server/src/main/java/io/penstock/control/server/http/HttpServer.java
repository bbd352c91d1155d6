package io.penstock.control.server.http;

import io.penstock.control.api.Json;
import io.penstock.control.server.settings.Network;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.ServerTls;
import io.penstock.tunnel.wire.api.Transport;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The control plane's port. Settings are read where they count, so that they may change. Thread-safe. */
public final class HttpServer implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final int WORKERS = 4;
    private static final int REFRESH_SECONDS = 5;
    private static final Duration STOP_TIME = Duration.ofSeconds(1);
    private static final int ONLINE_A_SECOND = 200;

    private final Supplier<ServerSettings> live;
    private final KeptSecrets secrets;
    private final Clock clock;
    private final SecureRandom random;
    private final Loops loops = Loops.open(Transport.AUTO, LOOPS, "control-http");
    private final ExecutorService workers = Workers.fixed("control-http-worker", WORKERS);
    private final HttpCounters counters = new HttpCounters();
    private final TlsSource tls;
    private final HttpPort port;
    private volatile Serving serving;
    private volatile Optional<ListenAddress> address = Optional.empty();
    private volatile Optional<InetSocketAddress> bound = Optional.empty();

    /**
     * Starts threads, listens nowhere yet.
     *
     * @param first what is served until {@link #serve}: resources that are open
     */
    public HttpServer(Supplier<ServerSettings> live, KeptSecrets secrets, Json json, Collection<? extends Resource> first,
                      Clock clock, SecureRandom random) {
        this.live = live;
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
        this.serving = new Serving(false, RouteTable.of(first), (shown, from) ->
                CompletableFuture.completedStage(new Caller.Nobody()), Optional.empty());
        this.tls = new TlsSource(Optional.of(secrets.openOrMake("http-tickets", this::ticketKey)));
        Door door = new Door(() -> serving, () -> live.get().limits(), clock, this::later);
        this.port = new HttpPort(loops, tls, () -> live.get().limits(), door, new Desk(() -> serving, json, workers),
                new Heads(new RequestIds(clock, random), this::proxies), clock, counters, new BodyBudget());
        loops.next().scheduleAtFixedRate(() -> workers.execute(tls::refresh), REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    private byte[] ticketKey() {
        byte[] key = new byte[ServerTls.TICKET_KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private List<Network> proxies() {
        return live.get().trustedProxies().stream().map(Network::parse).toList();
    }

    /** Agents that are told to come later come back as fast as they can be served. */
    private int later(int least) {
        return least + random.nextInt(1 + port.connections() / ONLINE_A_SECOND);
    }

    /**
     * Listens where the settings say, with the certificate they say; may be called again when they have changed. Blocks.
     *
     * @throws PenstockException INVALID or RETRY: it listens as before
     */
    public synchronized void listen() {
        ServerSettings settings = live.get();
        showCertificate(settings);
        ListenAddress wanted = settings.listenAt().orElseThrow();
        if (!address.equals(Optional.of(wanted))) {
            move(wanted);
        }
    }

    /** The old address may be a part of the new one: then it must go first, and comes back where the new one cannot be had. */
    private void move(ListenAddress wanted) {
        port.stopListening();
        try {
            bound = Optional.of(port.listen(wanted.resolve()));
            address = Optional.of(wanted);
        } catch (PenstockException e) {
            bound = bound.map(port::listen);
            throw e;
        }
    }

    private void showCertificate(ServerSettings settings) {
        if (settings.certificate().isPresent()) {
            tls.files(settings.certificate().get(), settings.key().orElseThrow());
        } else if (settings.plaintext()) {
            tls.plain();
        } else {
            tls.own(GatewayCertificate.of(secrets.openOrMake("http-certificate",
                    () -> GatewayCertificate.make(names(settings), clock, random))));
        }
    }

    private static List<String> names(ServerSettings settings) {
        List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
        settings.externalUrl().map(URI::create).map(URI::getHost).filter(host -> !host.startsWith("["))
                .filter(host -> !names.contains(host)).ifPresent(names::add);
        return names;
    }

    /** From now on these, and all of these, are served. */
    public void serve(Collection<? extends Resource> resources, Authenticator authenticator, IdempotencyStore idempotency) {
        serving = new Serving(true, RouteTable.of(resources), authenticator, Optional.of(idempotency));
    }

    /** Everything that is served: method and template. */
    public List<String> routes() {
        return serving.routes().all().stream().map(RouteRule::name).toList();
    }

    /** Where it listens. */
    public Optional<InetSocketAddress> bound() {
        return bound;
    }

    /** Whether everything is served. */
    public boolean isStarted() {
        return serving.started();
    }

    /** Where others connect: {@code external-url}, or else this machine with the port that is listened on. */
    public Place place() {
        return new Place(live.get().externalUrl().map(URI::create).orElseGet(() -> local().url()), tls.pin());
    }

    /** Where this machine connects; the pin is there with any certificate. */
    public Place local() {
        String host = address.map(ListenAddress::host).filter(name -> !name.equals("::") && !name.equals("0.0.0.0"))
                .map(name -> name.indexOf(':') >= 0 ? "[" + name + "]" : name).orElse("localhost");
        return new Place(URI.create((tls.isPlain() ? "http" : "https") + "://" + host + ":"
                + bound.map(InetSocketAddress::getPort).orElse(0)), Optional.of(tls.shown()).filter(pin -> !pin.isEmpty()));
    }

    /** Its numbers. */
    public void collect(MetricSink sink) {
        counters.collect(sink);
    }

    /** Ends within 4 s. Idempotent. */
    @Override
    public void close() {
        port.stop();
        Workers.stop(workers, STOP_TIME);
        loops.close();
        tls.close();
    }
}
