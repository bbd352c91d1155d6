package io.penstock.admin.http;

import io.penstock.admin.http.WatchEndpoint.Page;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.time.Clock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps the watch endpoint at its address, and tries again while the address is taken: somebody else's port is no reason
 * not to run. Thread-safe.
 */
public final class WatchServer implements AutoCloseable {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(1);

    private final Optional<InetSocketAddress> address;
    private final Map<String, Supplier<Page>> pages;
    private final Clock clock;
    private final Consumer<String> opened;
    private final ScheduledExecutorService timer = Workers.timer("admin-watch");
    // Guarded by this.
    private WatchEndpoint endpoint;
    private Health health;
    private boolean closed;

    /**
     * @param address as in {@code [admin] address}
     * @param plainText whether it may be an address other machines reach
     * @param opened told the URL once it is served
     * @throws PenstockException INVALID when the address is none, or not allowed
     */
    public WatchServer(String address, boolean plainText, Map<String, Supplier<Page>> pages, Clock clock,
            Consumer<String> opened) {
        this.address = WatchAddress.parse(address);
        if (!plainText && this.address.isPresent() && !this.address.get().getAddress().isLoopbackAddress()) {
            throw PenstockException.invalid("admin.plain-text", "address is \"" + address + "\", which other machines can "
                    + "reach; set plain-text = true to allow that, or use 127.0.0.1");
        }
        this.pages = pages;
        this.clock = clock;
        this.opened = opened;
        this.health = new Health(State.UP, "", clock.now());
    }

    /** Tries to bind now, and later again as often as it takes. */
    public synchronized void start() {
        if (closed || address.isEmpty()) {
            return;
        }
        try {
            endpoint = WatchEndpoint.open(address.get(), pages);
            health = new Health(State.UP, "", clock.now());
        } catch (PenstockException e) {
            health = new Health(State.DEGRADED, e.getMessage(), clock.now());
            timer.schedule(this::start, TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        opened.accept(endpoint.url());
    }

    /** The base URL, while it is served. */
    public synchronized Optional<String> url() {
        return Optional.ofNullable(endpoint).map(WatchEndpoint::url);
    }

    /** Whether it is served, or why not. */
    public synchronized Health health() {
        return health;
    }

    @Override
    public void close() {
        WatchEndpoint open;
        synchronized (this) {
            closed = true;
            open = endpoint;
            endpoint = null;
        }
        Workers.stop(timer, STOP_DEADLINE);
        if (open != null) {
            open.close();
        }
    }
}
