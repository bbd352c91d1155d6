package io.penstock.relay.server;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.value.Secret;
import io.penstock.relay.wire.api.Compression;
import io.penstock.relay.wire.api.DataEncoder;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.HelloProof;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.Message.Ack;
import io.penstock.relay.wire.api.Message.Challenge;
import io.penstock.relay.wire.api.Message.Heartbeat;
import io.penstock.relay.wire.api.Message.Hello;
import io.penstock.relay.wire.api.Message.Proof;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.Message.Welcome;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.RelayProtocol;
import io.penstock.relay.wire.api.WireLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A small relay client for tests: says what it is told, reads what comes. One thread. */
final class Peer implements AutoCloseable {
    static final UUID IDENTITY = new UUID(1, 2);
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PATIENCE_MS = 10_000;

    final Socket socket;
    private final FrameReader reader = FrameReader.of(Dialect.PENSTOCK, 1 << 20);
    private DataEncoder encoder;
    private Hello hello;
    private Challenge challenge;

    Peer(InetSocketAddress address) throws IOException {
        this(connected(address));
    }

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE_MS);
        return socket;
    }

    /** Connects and gets a Welcome. */
    static Peer open(InetSocketAddress address, String name, EpochRange... epochs) throws IOException {
        return open(address, name, IDENTITY, epochs);
    }

    static Peer open(InetSocketAddress address, String name, UUID identity, EpochRange... epochs) throws IOException {
        Peer peer = new Peer(address);
        peer.greet(name, identity);
        peer.prove(Optional.empty(), epochs);
        peer.welcomed();
        return peer;
    }

    static Hello hello(String name, UUID identity) {
        return new Hello(1, 1, RelayProtocol.FEATURE_RECORDS, identity, name, "test", Bytes.of(new byte[16]));
    }

    /** Sends a Hello, and takes the Challenge. */
    Challenge greet(String name, UUID identity) throws IOException {
        hello = hello(name, identity);
        send(hello);
        challenge = read(Challenge.class);
        return challenge;
    }

    void prove(Optional<String> token, EpochRange... epochs) throws IOException {
        Bytes mac = token.map(text -> HelloProof.mac(Secret.of(text), MessageCodec.body(hello),
                MessageCodec.body(challenge))).orElse(Bytes.of());
        send(new Proof(mac, List.of(epochs)));
    }

    Welcome welcomed() throws IOException {
        Welcome welcome = read(Welcome.class);
        encoder = new DataEncoder(WireLimits.of(welcome), Compression.NONE);
        return welcome;
    }

    /** The frames of measurements numbered {@code [first, first + count)}, whose values are their numbers. */
    byte[] frames(long epoch, long first, int count) {
        return frames(epoch, first, numbered(first, count));
    }

    byte[] frames(long epoch, long first, List<? extends Event> events) {
        encoder.begin(epoch, first);
        events.forEach(encoder::event);
        List<ByteBuffer> frames = encoder.finish();
        ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(ByteBuffer::remaining).sum());
        frames.forEach(frame -> all.put(frame.duplicate()));
        return all.array();
    }

    static List<Event> numbered(long first, int count) {
        List<Event> events = new ArrayList<>();
        for (long number = first; number < first + count; number++) {
            events.add(Measurement.of("m", TIME.plusSeconds(number), Unsigned.ofBits(number), "1"));
        }
        return events;
    }

    void data(long epoch, long first, int count) throws IOException {
        write(frames(epoch, first, count));
    }

    void send(Message message) throws IOException {
        ByteBuffer frame = MessageCodec.encode(message);
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        write(bytes);
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next message; heartbeats are skipped unless one is asked for. Fails when another one comes. */
    <T extends Message> T read(Class<T> type) throws IOException {
        Message message = read();
        while (message instanceof Heartbeat && type != Heartbeat.class) {
            message = read();
        }
        if (!type.isInstance(message)) {
            throw new AssertionError("expected a " + type.getSimpleName() + ", but came " + message);
        }
        return type.cast(message);
    }

    Message read() throws IOException {
        byte[] chunk = new byte[8192];
        Optional<Frame> frame = reader.next();
        while (frame.isEmpty()) {
            int count = socket.getInputStream().read(chunk);
            if (count < 0) {
                throw new EOFException("the server closed");
            }
            reader.feed(ByteBuffer.wrap(chunk, 0, count));
            frame = reader.next();
        }
        return MessageCodec.decode(frame.get());
    }

    Reject rejected() throws IOException {
        return read(Reject.class);
    }

    /** Reads until everything below a number is acknowledged. */
    void acknowledged(long epoch, long next) throws IOException {
        Ack ack = read(Ack.class);
        while (ack.epoch() != epoch || ack.next() < next) {
            ack = read(Ack.class);
        }
        if (ack.next() != next) {
            throw new AssertionError("acknowledged up to " + ack.next() + ", not " + next);
        }
    }

    /** Whether the server closes without another word, within the socket's patience. */
    boolean closes() throws IOException {
        try {
            while (true) {
                Message message = read();
                if (!(message instanceof Heartbeat)) {
                    throw new AssertionError("expected the end, but came " + message);
                }
            }
        } catch (EOFException | java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
