package io.penstock.cli.launch;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** A runtime that was started. Thread-safe. */
public final class LaunchedFramework implements AutoCloseable {
    /** What a supervisor gives between SIGTERM and SIGKILL is 10 s at the least: be gone before. */
    static final Duration STOP_DEADLINE = Duration.ofMillis(9_000);
    private static final Duration START_AGAIN = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final String RELOADERS = "(io.penstock.on=reload)";

    private final Framework framework;
    private final DataLock lock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    LaunchedFramework(Framework framework, DataLock lock) {
        this.framework = framework;
        this.lock = lock;
    }

    /** The framework's own context, to reach services with. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Waits until the runtime was stopped, by {@link #close}, by a signal, or from inside.
     *
     * @return the process's exit code
     */
    public int awaitStop() throws InterruptedException {
        FrameworkEvent event = framework.waitForStop(0);
        while (event.getType() == FrameworkEvent.STOPPED_UPDATE || event.getType() == FrameworkEvent.STOPPED_SYSTEM_REFRESHED) {
            awaitStart();
            event = framework.waitForStop(0);
        }
        lock.close();
        stopped.countDown();
        return event.getType() == FrameworkEvent.STOPPED ? 0 : ErrorKind.BUG.exitCode();
    }

    /** The framework starts again by itself, a moment after it has stopped: until then it would seem to have ended. */
    private void awaitStart() throws InterruptedException {
        StopSignal patience = new StopSignal(Clock.system());
        long end = Clock.system().nanoTime() + START_AGAIN.toNanos();
        while ((framework.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0 && Clock.system().nanoTime() < end) {
            patience.pause(LOOK_AGAIN);
        }
    }

    /** Asks everyone who reads files to read them again: every {@code Runnable} service with {@code io.penstock.on=reload}. */
    public void reload(Consumer<String> notices) {
        try {
            Collection<ServiceReference<Runnable>> found = context().getServiceReferences(Runnable.class, RELOADERS);
            for (ServiceReference<Runnable> reference : found) {
                reload(reference, notices);
            }
        } catch (InvalidSyntaxException e) {
            throw new AssertionError("a constant filter", e);
        }
    }

    private void reload(ServiceReference<Runnable> reference, Consumer<String> notices) {
        Runnable task = context().getService(reference);
        if (task == null) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            notices.accept("reload by " + reference.getBundle().getSymbolicName() + " failed: " + e.getMessage());
        } finally {
            context().ungetService(reference);
        }
    }

    /** Stops in order: pipes drain, bundles stop, the data folder is free. Returns when done, or when the deadline is over. */
    @Override
    public void close() {
        Thread stopper = Workers.thread("stop", this::stop);
        stopper.start();
        try {
            stopper.join(STOP_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        try {
            framework.stop();
            framework.waitForStop(STOP_DEADLINE.toMillis());
            lock.close();
        } catch (BundleException e) {
            throw new IllegalStateException("the framework refuses to stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For signals: stops, and ends the process hard when stopping takes longer than a supervisor waits. */
    void stopOrHalt(Consumer<String> notices) {
        Workers.thread("deadline", () -> haltAtDeadline(notices)).start();
        close();
    }

    private void haltAtDeadline(Consumer<String> notices) {
        try {
            if (!stopped.await(STOP_DEADLINE.toMillis(), MILLISECONDS)) {
                notices.accept("not everything stopped within " + STOP_DEADLINE.toSeconds() + " s: ending without it");
                Runtime.getRuntime().halt(ErrorKind.RETRY.exitCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
