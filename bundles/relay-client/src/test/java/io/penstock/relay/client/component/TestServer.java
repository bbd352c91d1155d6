package io.penstock.relay.client.component;

import io.penstock.core.event.Bytes;
import io.penstock.core.net.TlsServer;
import io.penstock.core.value.Secret;
import io.penstock.relay.wire.api.DataDecoder;
import io.penstock.relay.wire.api.Decoded;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.HelloProof;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.relay.wire.api.RelayProtocol;
import io.penstock.relay.wire.api.WireLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** A small server of the relay, on loopback, that misbehaves as it is told. */
final class TestServer implements AutoCloseable {
    final TestStore store;
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger welcomes = new AtomicInteger();
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<Integer> dataFrameEvents = new CopyOnWriteArrayList<>();
    volatile Optional<Secret> token = Optional.empty();
    volatile Optional<Message.Reject> reject = Optional.empty();
    /** What it says to every frame of events. */
    volatile Optional<Message.Reject> poisoned = Optional.empty();
    volatile boolean silent;
    volatile boolean acknowledges = true;
    /** Says at once that so many are stored, as when a former connection brought them. */
    volatile OptionalLong acknowledgesEarly = OptionalLong.empty();
    volatile boolean heartbeats = true;
    volatile boolean stalls;
    volatile long cutAfterBytes = Long.MAX_VALUE;
    volatile Duration heartbeat = Duration.ofSeconds(10);
    volatile WireLimits limits = WireLimits.USUAL;
    volatile int windowBytes = 8 << 20;
    private final ServerSocket listening;
    private final java.util.Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final UUID uuid = UUID.randomUUID();

    TestServer(TestStore store) throws IOException {
        this(store, 0, Optional.empty());
    }

    TestServer(TestStore store, int port, Optional<TlsServer> tls) throws IOException {
        this.store = store;
        listening = tls.isPresent() ? tls.get().context().getServerSocketFactory().createServerSocket() : new ServerSocket();
        if (tls.isPresent()) {
            ((javax.net.ssl.SSLServerSocket) listening).setSSLParameters(tls.get().parameters());
        }
        listening.setReuseAddress(true);
        bind(port);
        start("test-server", this::accept);
    }

    /** A client that tries again and again may have its own end on the port for a moment. */
    private void bind(int port) throws IOException {
        for (int tries = 1; !listening.isBound(); tries++) {
            try {
                listening.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            } catch (BindException e) {
                if (tries == 1000) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                if (listening.isClosed()) {
                    // Whoever closed this server did not see it.
                    socket.close();
                }
                accepted.incrementAndGet();
                store.changed();
                start("test-session", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new Session(socket).run();
        } catch (IOException e) {
            // As a client would see it: the connection is gone.
            return;
        } finally {
            open.remove(socket);
            store.changed();
        }
    }

    /** Closes every connection. */
    void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Says something to every client that is connected. */
    void say(Message message) throws IOException {
        for (Socket socket : open) {
            send(socket, message);
        }
    }

    private static void send(Socket socket, Message message) throws IOException {
        synchronized (socket) {
            ByteBuffer frame = MessageCodec.encode(message);
            socket.getOutputStream().write(frame.array(), frame.position(), frame.remaining());
            socket.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private final class Session {
        private final Socket socket;
        private final InputStream in;
        private final FrameReader frames = new FrameReader(RelayProtocol.MAX_HANDSHAKE_FRAME_BYTES);
        private long bytes;

        Session(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        void run() throws IOException {
            Frame first = next();
            Message.Hello hello = (Message.Hello) MessageCodec.decode(first);
            messages.add(hello);
            if (silent) {
                stall();
            }
            if (reject.isPresent()) {
                send(socket, reject.get());
                return;
            }
            Message.Challenge challenge = new Message.Challenge(1, hello.features() & RelayProtocol.FEATURE_RECORDS, uuid,
                    Bytes.of(new byte[Message.Challenge.NONCE_BYTES]), "test");
            send(socket, challenge);
            Message.Proof proof = (Message.Proof) MessageCodec.decode(next());
            messages.add(proof);
            if (token.isPresent() && !HelloProof.matches(proof.mac(), token.get(), first.body(),
                    MessageCodec.body(challenge))) {
                send(socket, Message.Reject.of(RejectCode.DENIED, "denied"));
                return;
            }
            welcome(hello, proof);
            receive(hello.client());
        }

        private void welcome(Message.Hello hello, Message.Proof proof) throws IOException {
            List<OptionalLong> resume = new ArrayList<>();
            proof.epochs().forEach(epoch -> resume.add(store.next(hello.client(), epoch.epoch())));
            frames.limit(limits.maxFrameBytes());
            welcomes.incrementAndGet();
            send(socket, new Message.Welcome(resume, limits.maxFrameBytes(), limits.maxEvents(), windowBytes, heartbeat,
                    limits.maxSeries()));
            if (acknowledgesEarly.isPresent()) {
                for (EpochRange range : proof.epochs()) {
                    send(socket, new Message.Ack(range.epoch(), acknowledgesEarly.getAsLong()));
                }
            }
            store.changed();
        }

        private void receive(UUID client) throws IOException {
            DataDecoder decoder = new DataDecoder(limits, UnaryOperator.identity());
            while (true) {
                if (stalls) {
                    stall();
                }
                Frame frame = next();
                if (frame.type() == Frame.DATA && poisoned.isPresent()) {
                    send(socket, poisoned.get());
                    return;
                }
                if (frame.type() == Frame.DATA || frame.type() == Frame.SERIES || frame.type() == Frame.RESET) {
                    Optional<Decoded> events = decoder.decode(frame);
                    if (frame.type() == Frame.RESET) {
                        messages.add(new Message.Reset());
                    }
                    if (events.isPresent()) {
                        dataFrameEvents.add(events.get().count());
                        long next = store.add(client, events.get());
                        if (acknowledges) {
                            send(socket, new Message.Ack(events.get().epoch(), next));
                        }
                    }
                } else {
                    Message message = MessageCodec.decode(frame);
                    messages.add(message);
                    if (message instanceof Message.Heartbeat && heartbeats) {
                        send(socket, message);
                    }
                    store.changed();
                    if (message instanceof Message.Goodbye) {
                        return;
                    }
                }
            }
        }

        /** Keeps the connection open and does nothing, until it is closed. */
        private void stall() throws IOException {
            store.changed();
            synchronized (store) {
                while (!socket.isClosed()) {
                    try {
                        store.wait(20);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
            }
            throw new IOException("closed");
        }

        private Frame next() throws IOException {
            byte[] chunk = new byte[4096];
            while (true) {
                Optional<Frame> frame = frames.next();
                if (frame.isPresent()) {
                    return frame.get();
                }
                int most = (int) Math.min(chunk.length, Math.max(1, cutAfterBytes - bytes));
                int count = in.read(chunk, 0, most);
                if (count < 0) {
                    throw new IOException("the client has gone");
                }
                bytes += count;
                if (bytes >= cutAfterBytes) {
                    throw new IOException("cut, as told");
                }
                frames.feed(ByteBuffer.wrap(chunk, 0, count));
            }
        }
    }
}
