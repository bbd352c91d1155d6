package io.penstock.plugin.net;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.TlsServer;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;

/**
 * Accepts connections and reads each on a thread of its own. {@link #run} is called by one thread, {@link #close} by any.
 * While the pipe takes nothing more, connections are not read: the senders' windows fill up.
 */
final class TcpListener implements ListeningInput.Listening {
    private static final int BACKLOG = 128;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    /** What a listener is told. */
    record Settings(InetSocketAddress address, Optional<TlsServer> tls, Framing.Kind framing, int maxMessageBytes,
            int maxConnections, Duration idleTimeout) {
        static InetSocketAddress resolve(String host, int port) throws IOException {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        }
    }

    private final Settings settings;
    private final EventMaker maker;
    private final Clock clock;
    private final ServerSocket server;
    private final ExecutorService workers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final SharedRoom room;
    private volatile boolean closed;

    /** Binds; an address in use is an IOException. */
    TcpListener(String name, Settings settings, EventMaker maker, Clock clock) throws IOException {
        this.settings = settings;
        this.maker = maker;
        this.clock = clock;
        this.room = new SharedRoom(settings.maxMessageBytes());
        this.server = listen(settings);
        this.workers = Workers.cached(name);
    }

    private static ServerSocket listen(Settings settings) throws IOException {
        ServerSocket made = settings.tls().isPresent()
                ? settings.tls().get().context().getServerSocketFactory().createServerSocket() : new ServerSocket();
        try {
            if (made instanceof SSLServerSocket secure) {
                secure.setSSLParameters(settings.tls().orElseThrow().parameters());
            }
            made.setReuseAddress(true);
            made.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            made.bind(settings.address(), BACKLOG);
            return made;
        } catch (IOException e) {
            made.close();
            throw new IOException("cannot listen on " + settings.address() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void run(InputFeed feed) throws IOException {
        while (!closed) {
            try {
                accept(server.accept(), feed);
            } catch (IOException e) {
                if (!closed) {
                    throw e;
                }
            }
        }
    }

    private void accept(Socket socket, InputFeed feed) throws IOException {
        if (count.incrementAndGet() > settings.maxConnections()) {
            count.decrementAndGet();
            feed.degraded("more than " + settings.maxConnections() + " connections: new ones are refused");
            socket.close();
            return;
        }
        open.add(socket);
        try {
            workers.execute(() -> serve(socket, feed));
        } catch (RejectedExecutionException e) {
            end(socket);
        }
    }

    private void serve(Socket socket, InputFeed feed) {
        try {
            new TcpConnection(socket, settings, maker, clock, room).read(feed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                feed.degraded("a connection ended: " + PenstockException.describe(e));
            }
        } finally {
            if (count.get() >= settings.maxConnections() || room.relieved()) {
                feed.healthy();
            }
            end(socket);
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        count.decrementAndGet();
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(server);
        open.forEach(TcpListener::closeQuietly);
        Workers.stop(workers, STOP_DEADLINE);
    }
}
