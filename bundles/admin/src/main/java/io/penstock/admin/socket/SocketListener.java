package io.penstock.admin.socket;

import io.penstock.core.concurrent.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Serves the admin socket of one data folder until closed. Thread-safe. */
public final class SocketListener implements AutoCloseable {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);
    private static final byte[] TURNED_AWAY = ("{\"error\":{\"kind\":\"RETRY\",\"code\":\"admin.too-many\","
            + "\"message\":\"too many callers at once; try again\"}}\n").getBytes(StandardCharsets.UTF_8);

    private final BoundSocket socket;
    private final CommandTable commands;
    private final Limits limits;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Workers.cached("admin");
    private final ScheduledExecutorService timer = Workers.timer("admin-timer");

    SocketListener(Path data, CommandTable commands, Limits limits) {
        this.socket = BoundSocket.bind(data);
        this.commands = commands;
        this.limits = limits;
        workers.execute(this::accept);
    }

    /**
     * Starts to listen.
     *
     * @param data an existing folder
     * @throws io.penstock.core.error.PenstockException CONFLICT when another process serves the folder, RETRY when the
     *         socket cannot be made
     */
    public static SocketListener open(Path data, CommandTable commands) {
        return new SocketListener(data, commands, Limits.USUAL);
    }

    /** Where the socket is. */
    public Path path() {
        return socket.path();
    }

    private void accept() {
        while (socket.channel().isOpen()) {
            try {
                welcome(socket.channel().accept());
            } catch (IOException e) {
                pause();
            }
        }
    }

    /** Out of file descriptors, say: the next caller may find some again. */
    private void pause() {
        try {
            closed.await(ACCEPT_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            socket.close();
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        if (sessions.size() >= limits.maxConnections()) {
            try (channel) {
                // An empty socket buffer takes this much without waiting.
                channel.configureBlocking(false);
                channel.write(ByteBuffer.wrap(TURNED_AWAY));
            } catch (IOException e) {
                return;
            }
            return;
        }
        Session session = new Session(channel, commands, limits, workers, timer);
        sessions.add(session);
        try {
            workers.execute(() -> serve(session));
        } catch (RejectedExecutionException e) {
            // Came in while we close.
            session.close();
        }
    }

    private void serve(Session session) {
        try {
            session.run();
        } finally {
            sessions.remove(session);
        }
    }

    @Override
    public void close() {
        socket.close();
        closed.countDown();
        sessions.forEach(Session::close);
        Workers.stop(workers, STOP_DEADLINE);
        Workers.stop(timer, STOP_DEADLINE);
    }
}
