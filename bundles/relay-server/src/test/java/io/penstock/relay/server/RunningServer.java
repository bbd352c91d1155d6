package io.penstock.relay.server;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A relay input that runs on a thread of its own, as in a pipe. */
final class RunningServer implements AutoCloseable {
    private final RelayInput input;
    private final Thread thread;
    private final LiveRelays live = new LiveRelays();
    private volatile Throwable failure;

    private RunningServer(Map<String, Object> options, Path folder, Clock clock, PipeFeed feed) {
        Map<String, Object> written = new HashMap<>(options);
        written.putIfAbsent("address", "127.0.0.1:0");
        RelayOptions bound = Plugins.options(new RelayInputPlugin(), written);
        input = new RelayInput(bound, TestContext.of(folder, clock), live);
        thread = Workers.thread("test-relay", () -> run(feed));
    }

    static RunningServer start(Map<String, Object> options, Path folder, Clock clock, PipeFeed feed)
            throws InterruptedException {
        RunningServer server = new RunningServer(options, folder, clock, feed);
        server.thread.start();
        server.input.awaitAddress();
        return server;
    }

    static RunningServer start(Path folder, PipeFeed feed) throws InterruptedException {
        return start(Map.of(), folder, Clock.system(), feed);
    }

    private void run(PipeFeed feed) {
        try {
            input.run(feed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
        }
    }

    InetSocketAddress address() throws InterruptedException {
        return input.awaitAddress();
    }

    Relay relay() {
        return live.now().get(0).relay();
    }

    LiveRelay live() {
        return live.now().get(0);
    }

    /** What the input ended with. */
    Optional<Throwable> failure() throws InterruptedException {
        thread.join(10_000);
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() throws InterruptedException {
        input.close();
        thread.interrupt();
        thread.join(10_000);
        if (thread.isAlive()) {
            throw new AssertionError("the input does not end");
        }
    }
}
