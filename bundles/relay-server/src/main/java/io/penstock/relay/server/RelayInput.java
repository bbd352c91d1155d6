package io.penstock.relay.server;

import io.penstock.core.batch.Fate;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.NodeContext;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.RejectCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from relay clients. Event loops receive, this thread hands on: it takes the connections in turn, makes
 * events of their frames and gives them to the pipe with their numbers as positions. Run by one thread, closed by any.
 */
final class RelayInput implements Input {
    private static final Logger LOG = LoggerFactory.getLogger(RelayServerCapability.PID);

    private final RelayOptions options;
    private final NodeContext context;
    private final LiveRelays live;
    private final SecureRandom random = new SecureRandom();
    private final Turns turns;
    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicReference<Fate> lost = new AtomicReference<>();
    private volatile Listener listener;
    private volatile InetSocketAddress bound;

    /** @param options of the listener: the address, where there is none, is the default one */
    RelayInput(RelayOptions options, NodeContext context, LiveRelays live) {
        this.options = options;
        this.context = context;
        this.live = live;
        this.turns = new Turns(options.limits().bytesInFlight().bytes(), options.limits().perClient().bytes(), context.clock());
    }

    @Override
    public void run(InputFeed feed) throws IOException, InterruptedException {
        ListenAddress address = options.listenAddress();
        UUID identity = ServerIdentity.of(context.dataFolder(), random);
        Relay relay = new Relay(options, context.clock(), random, identity, ServerIdentity.SOFTWARE,
                new Credentials(options, random), new FailedAttempts(context.clock()), new Clients(feed, this::lose),
                turns, new Gate(options.limits()), new MetricNames(options.onClash()), new RelayCounters());
        try (Listener open = Listener.open(relay, address, "relay-" + context.pipe() + "-" + context.node())) {
            listener = open;
            bound = open.address();
            LiveRelay running = new LiveRelay(context.pipe(), context.node(), relay, bound, context.clock().now());
            live.add(running);
            try {
                announce(address);
                feed.healthy();
                started.countDown();
                takeTurns(feed);
            } finally {
                live.remove(running);
            }
        }
    }

    private void announce(ListenAddress address) {
        if (options.tls().isEmpty() && !bound.getAddress().isLoopbackAddress()) {
            LOG.warn("{} takes events in plain text (plaintext: true)", address);
        }
    }

    private void takeTurns(InputFeed feed) throws InterruptedException {
        for (Optional<Lane> lane = turns.take(); lane.isPresent(); lane = turns.take()) {
            turn(lane.get().connection, feed);
        }
        if (lost.get() != null) {
            // Never one that lets this input be made anew within the run: that would begin behind the hole.
            throw PenstockException.invalid("relay.undelivered", lost.get() == Fate.FAILED
                    ? "a batch was refused for good (on-error: fail)" : "a batch was given up by the pipe");
        }
    }

    private void turn(Connection connection, InputFeed feed) throws InterruptedException {
        try {
            for (Optional<Frame> frame = turns.next(); frame.isPresent(); frame = turns.next()) {
                int events = connection.intake().work(frame.get(), feed);
                pace(connection.intake().client(), events);
            }
        } catch (PenstockException e) {
            if (!e.code().startsWith("relay.")) {
                throw e;
            }
            turns.abandon();
            connection.fail(e.kind() == ErrorKind.CORRUPT ? RejectCode.PROTOCOL : RejectCode.LIMIT, e.getMessage(), Duration.ZERO);
        } catch (RuntimeException e) {
            throw new PenstockException(ErrorKind.BUG, "relay.defect", PenstockException.describe(e), e);
        }
    }

    private void pace(Client client, int events) {
        if (options.limits().rate().isEmpty() || events == 0) {
            return;
        }
        long now = context.clock().nanoTime();
        if (client.pace == null) {
            client.pace = new Pace(options.limits().rate().get(), now);
        }
        long next = client.pace.take(events, now);
        if (next - now > 0) {
            turns.slowDown(next);
        }
    }

    /** A hole: nothing behind it may be acknowledged. The pipe ends, and the next one begins before it. */
    private void lose(Fate fate) {
        if (lost.compareAndSet(null, fate)) {
            Listener open = listener;
            if (open != null) {
                open.dismiss("the pipe behind this server stops");
            }
            turns.close();
        }
    }

    /** For tests: waits until it listens. */
    InetSocketAddress awaitAddress() throws InterruptedException {
        started.await();
        return bound;
    }

    @Override
    public void close() {
        turns.close();
    }
}
