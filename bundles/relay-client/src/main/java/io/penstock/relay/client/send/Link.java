package io.penstock.relay.client.send;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.TlsClient;
import io.penstock.core.time.Clock;
import io.penstock.relay.client.settings.RelayOptions;
import io.penstock.relay.client.settings.ServerAddress;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.RelayProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** One connection: frames in, bytes out. One thread reads, one writes, any closes, which ends both. */
final class Link implements AutoCloseable {
    /** For connecting, and for the TLS handshake. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int READ_BYTES = 16 << 10;

    private final Clock clock;
    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final FrameReader frames;
    private final byte[] chunk = new byte[READ_BYTES];
    private volatile long heard;

    private Link(Socket raw, Socket socket, Dialect dialect, Clock clock) throws IOException {
        this.clock = clock;
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.frames = FrameReader.of(dialect, RelayProtocol.MAX_HANDSHAKE_FRAME_BYTES);
        this.heard = clock.nanoTime();
    }

    /**
     * Connects.
     *
     * @param raw not connected yet; closing it, from any thread, ends whatever goes on
     * @throws PenstockException INVALID when TLS cannot be set up
     */
    static Link to(Socket raw, ServerAddress server, RelayOptions options, Dialect dialect, Clock clock) throws IOException {
        try {
            raw.connect(new InetSocketAddress(server.host(), server.port()), (int) CONNECT_TIMEOUT.toMillis());
            if (raw.getLocalSocketAddress().equals(raw.getRemoteSocketAddress())) {
                // Where nobody listens TCP may connect a local port to itself.
                throw new LostConnection("nobody listens there");
            }
            raw.setTcpNoDelay(true);
            return new Link(raw, options.encrypted(server) ? secured(raw, server, options) : raw, dialect, clock);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static Socket secured(Socket raw, ServerAddress server, RelayOptions options) throws IOException {
        TlsClient tls = options.tls().orElseGet(() ->
                new TlsClient(true, Optional.empty(), Optional.empty(), Optional.empty()));
        SSLSocket secure = (SSLSocket) tls.context().getSocketFactory()
                .createSocket(raw, server.host(), server.port(), true);
        secure.setSSLParameters(tls.parameters());
        secure.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
        secure.startHandshake();
        return secure;
    }

    /** Writes all of the buffers' bytes; blocks while the other side takes none. */
    void write(Iterable<ByteBuffer> buffers) throws IOException {
        for (ByteBuffer buffer : buffers) {
            out.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        out.flush();
    }

    /**
     * The next frame; empty when none was whole by the deadline, by the clock's monotonic count.
     *
     * @throws LostConnection when the other side has closed
     * @throws PenstockException CORRUPT when what came is no frame
     */
    Optional<Frame> read(long deadline) throws IOException {
        while (true) {
            Optional<Frame> frame = frames.next();
            if (frame.isPresent()) {
                return frame;
            }
            long left = deadline - clock.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            fill(clock == Clock.system() ? left : Math.min(left, LOOK_AGAIN_NANOS));
        }
    }

    /**
     * Looks whether the other side has closed, and throws away what it said.
     *
     * @throws LostConnection when it has
     */
    void look() throws IOException {
        fill(0);
        while (frames.next().isPresent()) {
            continue;
        }
    }

    /** Takes what is there, or comes within the time, a millisecond at least. */
    private void fill(long atMostNanos) throws IOException {
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(atMostNanos))));
        try {
            int count = in.read(chunk);
            if (count < 0) {
                throw new LostConnection("the server closed the connection");
            }
            heard = clock.nanoTime();
            frames.feed(ByteBuffer.wrap(chunk, 0, count));
        } catch (SocketTimeoutException e) {
            // Nothing came in that time: the caller's deadline decides.
            return;
        }
    }

    /** When anything last came, by the clock's monotonic count. */
    long heard() {
        return heard;
    }

    /** Says that nothing more will be written, so that what was is not lost with the close. */
    void finish() {
        try {
            raw.shutdownOutput();
        } catch (IOException e) {
            // It is gone already.
            return;
        }
    }

    /** Closes the bare socket: TLS would first wait for a write that blocks. */
    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}
