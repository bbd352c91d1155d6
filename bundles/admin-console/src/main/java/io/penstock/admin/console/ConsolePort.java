package io.penstock.admin.console;

import io.penstock.core.concurrent.Workers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Has the console's port opened once it is free. The HTTP server would fail loudly on a taken one, and never try again.
 * Thread-safe.
 */
final class ConsolePort implements AutoCloseable {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final int LOOKS = 400;

    private final ConsoleAddress address;
    private final Predicate<ConsoleAddress> ours;
    private final Runnable open;
    private final ScheduledExecutorService timer = Workers.timer("console-port");
    // Guarded by this.
    private boolean closed;

    /**
     * @param ours whether the server listens there already
     * @param open tells it to
     */
    ConsolePort(ConsoleAddress address, Predicate<ConsoleAddress> ours, Runnable open) {
        this.address = address;
        this.ours = ours;
        this.open = open;
    }

    /** Looks now, and then every second until the port is free. */
    synchronized void start() {
        if (closed) {
            return;
        }
        if (ours.test(address) || isFree(address)) {
            open.run();
        } else {
            timer.schedule(this::start, TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Waits, two seconds at most, until nobody listens there any more. */
    static void awaitFree(ConsoleAddress address) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            for (int look = 0; look < LOOKS && !isFree(address); look++) {
                never.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isFree(ConsoleAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address.host(), address.port()));
            return true;
        } catch (IOException e) {
            // The health says so, until it is free.
            return false;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        Workers.stop(timer, STOP_DEADLINE);
    }
}
