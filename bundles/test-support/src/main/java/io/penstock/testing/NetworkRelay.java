package io.penstock.testing;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A network between two ends of TCP, in this process: takes connections on loopback, makes one to the target for each, and passes
 * on what comes with a delay and a rate, or not at all. The rate of each way is shared by all connections. Every setting may be
 * changed at any time. Thread-safe; one thread of its own, which ends with {@link #close}.
 */
public final class NetworkRelay implements AutoCloseable {
    private static final long NANOS_A_MILLI = 1_000_000;
    /** With a clock that leaps nobody rings: how often it is looked at while something waits for it. */
    private static final long LOOK_NANOS = 20 * NANOS_A_MILLI;
    private static final int BACKLOG = 1024;
    /** While the rate is limited: as a router's queue, so that what is on its way is what the delay holds and little more. */
    private static final int LIMITED_BUFFER_BYTES = 256 << 10;
    private static final Duration END = Duration.ofSeconds(5);

    private final SocketAddress target;
    private final Clock clock;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final int port;
    private final LinkTiming out = new LinkTiming();
    private final LinkTiming back = new LinkTiming();
    private final RelayedWay.Shared shared = new RelayedWay.Shared(new RelayBuffers(), new LongAdder(), new LongAdder());
    private final List<RelayedConnection> connections = new ArrayList<>();
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final AtomicLong taken = new AtomicLong();
    private final Thread thread;
    private final SelectionKey door;
    private volatile long rate;
    private boolean paused;
    private boolean blackhole;
    private boolean refusing;
    private volatile boolean closed;

    private NetworkRelay(int port, SocketAddress target, Clock clock) throws IOException {
        this.target = target;
        this.clock = clock;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        listener.configureBlocking(false);
        door = listener.register(selector, SelectionKey.OP_ACCEPT);
        thread = Workers.thread("network-relay-" + this.port, this::run);
    }

    /** Listens on a free port. */
    public static NetworkRelay to(SocketAddress target, Clock clock) {
        return open(0, target, clock);
    }

    /** Listens on {@code port}, 0 for a free one. */
    public static NetworkRelay open(int port, SocketAddress target, Clock clock) {
        try {
            NetworkRelay relay = new NetworkRelay(port, target, clock);
            relay.thread.start();
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, on loopback. */
    public int port() {
        return port;
    }

    /** How long bytes travel, each way: half of what a round trip takes. Holds for what comes from now on. */
    public NetworkRelay delay(Duration oneWay) {
        out.delayNanos(oneWay.toNanos());
        back.delayNanos(oneWay.toNanos());
        return this;
    }

    /** Bits a second, each way; 0 for no limit. Set it before connections come, so that their buffers are small. */
    public NetworkRelay rate(long bitsPerSecond) {
        rate = bitsPerSecond;
        out.rate(bitsPerSecond);
        back.rate(bitsPerSecond);
        return this;
    }

    /** Holds everything back, both ways, and new connections at the door: nothing is lost when it goes on. As an outage that TCP outlives. */
    public void pause(boolean on) {
        order(() -> paused = on);
    }

    /**
     * Swallows everything, both ways, without an end or a reset. The connections there are stay lost afterwards, as with a
     * network that forgot them; those that come meanwhile wait at the door until it is over.
     */
    public void blackhole(boolean on) {
        order(() -> {
            blackhole = on;
            if (on) {
                connections.forEach(RelayedConnection::lose);
            }
        });
    }

    /** Resets all connections, on both sides; new ones are welcome. */
    public void cut() {
        order(() -> connections.forEach(RelayedConnection::abort));
    }

    /** Resets new connections as soon as they come. */
    public void refuse(boolean on) {
        order(() -> refusing = on);
    }

    /** Connections that were taken so far. */
    public long taken() {
        return taken.get();
    }

    /** Bytes that came in, both ways; without those swallowed. */
    public long received() {
        return shared.received().sum();
    }

    /** Bytes that went out, both ways. */
    public long passed() {
        return shared.passed().sum();
    }

    /** Connections there are. */
    public int connections() {
        int[] count = new int[1];
        order(() -> count[0] = connections.size());
        return count[0];
    }

    /** Has the relay's thread do something, and waits until it is done. */
    private void order(Runnable order) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        orders.add(() -> {
            order.run();
            connections.removeIf(RelayedConnection::isClosed);
            done.complete(null);
        });
        selector.wakeup();
        if (closed) {
            throw new IllegalStateException("the relay is closed");
        }
        done.join();
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (IOException | ClosedSelectorException e) {
            throw new IllegalStateException("the relay's selector failed", e);
        } finally {
            connections.forEach(RelayedConnection::abort);
            for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                order.run();
            }
        }
    }

    private void turn() throws IOException {
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
            order.run();
        }
        door.interestOps(paused || blackhole ? 0 : SelectionKey.OP_ACCEPT);
        long now = clock.nanoTime();
        long wait = Long.MAX_VALUE;
        for (RelayedConnection connection : connections) {
            connection.turn(now, paused);
            wait = Math.min(wait, connection.waitNanos(now, Long.MAX_VALUE));
        }
        connections.removeIf(RelayedConnection::isClosed);
        if (rate > 0) {
            Collections.rotate(connections, 1); // so that the first one does not take the whole link
        }
        selector.selectedKeys().clear();
        await(paused ? Long.MAX_VALUE : wait);
        if (selector.selectedKeys().contains(door)) {
            accept();
        }
    }

    private void await(long nanos) throws IOException {
        if (nanos == Long.MAX_VALUE) {
            selector.select();
        } else {
            selector.select(Math.max(1, Math.min(nanos, LOOK_NANOS) / NANOS_A_MILLI));
        }
    }

    private void accept() throws IOException {
        for (SocketChannel near = listener.accept(); near != null; near = listener.accept()) {
            taken.incrementAndGet();
            if (refusing) {
                RelayedWay.abort(near);
            } else {
                join(near);
            }
        }
    }

    private void join(SocketChannel near) throws IOException {
        SocketChannel far = SocketChannel.open();
        try {
            furnish(near);
            furnish(far);
            far.connect(target);
            connections.add(new RelayedConnection(near, far, selector,
                    new RelayedWay(near, far, out, shared), new RelayedWay(far, near, back, shared)));
        } catch (IOException e) {
            RelayedWay.abort(near);
            RelayedWay.abort(far);
        }
    }

    private void furnish(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (rate > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, LIMITED_BUFFER_BYTES);
        }
    }

    /** Resets what goes through it, and ends. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(END.toMillis());
            listener.close();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
