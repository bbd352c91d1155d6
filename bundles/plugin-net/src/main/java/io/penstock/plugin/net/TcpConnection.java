package io.penstock.plugin.net;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** Reads one connection; what one read gives is one batch. One thread. */
final class TcpConnection {
    private static final int READ_BYTES = 64 << 10;
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final Socket socket;
    private final TcpListener.Settings settings;
    private final EventMaker maker;
    private final Clock clock;
    private final String peer;
    private final Framing framing;
    private final SharedRoom room;
    private final SharedRoom.Share share;
    private List<Event> events = new ArrayList<>();
    private Instant now;

    TcpConnection(Socket socket, TcpListener.Settings settings, EventMaker maker, Clock clock,
            SharedRoom room) {
        this.socket = socket;
        this.settings = settings;
        this.maker = maker;
        this.clock = clock;
        this.room = room;
        this.share = room.share();
        this.peer = socket.getInetAddress().getHostAddress();
        this.framing = settings.framing().create(settings.maxMessageBytes(), this::add);
        this.now = clock.now();
    }

    private void add(String message) {
        if (!message.isEmpty()) {
            events.add(maker.event(message, now, peer));
        }
    }

    /** Reads to the end, an error, a breach of framing or the idle timeout; then hands on what is left. */
    void read(InputFeed feed) throws InterruptedException {
        try {
            open();
            copy(feed);
        } catch (IOException | Framing.FramingException e) {
            // A peer that goes, stalls or breaks the rules ends its own connection and nothing else.
        }
        try {
            inTurn(feed, framing::end);
        } catch (Framing.FramingException e) {
            // There is nothing left to break.
        } finally {
            share.holds(0);
        }
    }

    private void open() throws IOException {
        socket.setTcpNoDelay(true);
        if (socket instanceof SSLSocket secure) {
            socket.setSoTimeout((int) HANDSHAKE_TIMEOUT.toMillis());
            secure.startHandshake();
        }
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, settings.idleTimeout().toMillis()));
    }

    private void copy(InputFeed feed) throws IOException, Framing.FramingException, InterruptedException {
        byte[] buffer = new byte[READ_BYTES];
        InputStream in = socket.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int count = read;
            inTurn(feed, () -> framing.feed(buffer, 0, count));
            if (!share.holds(framing.heldBytes())) {
                feed.degraded("a connection from " + peer + " was closed: unfinished messages of all senders take too much");
                return;
            }
        }
    }

    /** Cuts bytes. */
    private interface Cutting {
        void run() throws Framing.FramingException;
    }

    private void inTurn(InputFeed feed, Cutting cutting) throws Framing.FramingException, InterruptedException {
        room.takeTurn();
        try {
            now = clock.now();
            cutting.run();
            emit(feed);
        } finally {
            room.endTurn();
        }
    }

    private void emit(InputFeed feed) throws InterruptedException {
        if (!events.isEmpty()) {
            List<Event> batch = events;
            events = new ArrayList<>(batch.size());
            feed.emit(batch);
        }
    }
}
