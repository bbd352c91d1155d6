package io.penstock.tunnel.dial;

import io.netty.util.concurrent.EventExecutor;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.policy.HostName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Asks the operating system, which knows the hosts file, search domains and whatever else this machine is set up with.
 * That blocks, so it has threads of its own; one name is asked for once at a time. Thread-safe; its lock is held only to
 * look into the tables.
 */
public final class SystemResolver implements Resolver, AutoCloseable {
    /** So many names are asked for at once; one more is told to come again. */
    static final int MAX_LOOKUPS = 32;
    /** So many answers are kept. */
    static final int MAX_CACHED = 256;
    /** So short that a changed record is soon seen, so long that a pool that opens at once asks once. */
    static final Duration FRESH = Duration.ofSeconds(3);
    private static final Duration STOP_DEADLINE = Duration.ofMillis(200);

    private final Clock clock;
    private final Lookup lookup;
    private final ExecutorService workers;
    private final Map<String, CompletableFuture<List<InetAddress>>> running = new LinkedHashMap<>();
    private final Map<String, Cached> cache = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cached> eldest) {
            return size() > MAX_CACHED;
        }
    };

    /** Blocks until a name's addresses are there. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String name) throws UnknownHostException;
    }

    /** The operating system's. */
    public SystemResolver(Clock clock) {
        this(clock, InetAddress::getAllByName);
    }

    SystemResolver(Clock clock, Lookup lookup) {
        this.clock = clock;
        this.lookup = lookup;
        this.workers = Workers.cached("tunnel-dns");
    }

    @Override
    public void resolve(HostName host, EventExecutor loop, Answer answer) {
        CompletableFuture<List<InetAddress>> found = host.address()
                .map(address -> CompletableFuture.completedFuture(List.of(address))).orElseGet(() -> find(host.text()));
        found.whenComplete((addresses, failure) -> loop.execute(() -> {
            if (failure == null) {
                answer.found(addresses);
            } else {
                answer.failed(reason(host.text(), failure));
            }
        }));
    }

    private static String reason(String name, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof UnknownHostException ? "the name " + name + " has no address here"
                : "the name " + name + " could not be looked up: " + cause.getMessage();
    }

    private synchronized CompletableFuture<List<InetAddress>> find(String name) {
        Cached cached = cache.get(name);
        if (cached != null && clock.nanoTime() - cached.atNanos() < FRESH.toNanos()) {
            return CompletableFuture.completedFuture(cached.addresses());
        }
        CompletableFuture<List<InetAddress>> same = running.get(name);
        if (same != null) {
            return same;
        }
        if (running.size() >= MAX_LOOKUPS) {
            return CompletableFuture.failedFuture(new IllegalStateException("too many names are being looked up"));
        }
        CompletableFuture<List<InetAddress>> asked = new CompletableFuture<>();
        try {
            workers.execute(() -> ask(name, asked));
            running.put(name, asked);
        } catch (RejectedExecutionException e) {
            asked.completeExceptionally(new IllegalStateException("this agent stops"));
        }
        return asked;
    }

    private void ask(String name, CompletableFuture<List<InetAddress>> asked) {
        try {
            List<InetAddress> addresses = List.of(lookup.all(name));
            ended(name, addresses);
            asked.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            ended(name, List.of());
            asked.completeExceptionally(e);
        }
    }

    private synchronized void ended(String name, List<InetAddress> addresses) {
        running.remove(name);
        cache.remove(name);
        if (!addresses.isEmpty()) {
            cache.put(name, new Cached(addresses, clock.nanoTime()));
        }
    }

    /** A thread that waits for a name server ends when that one answers, or is given up by the operating system. */
    @Override
    public void close() {
        Workers.stop(workers, STOP_DEADLINE);
    }

    private record Cached(List<InetAddress> addresses, long atNanos) {
    }
}
