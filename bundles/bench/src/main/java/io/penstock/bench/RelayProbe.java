package io.penstock.bench;

import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Stands between a relay's client and its server, and tells how long frames of events waited for their acknowledgement, how
 * many bytes went over the wire, and how many a point. Takes one connection; what it reads it passes on first.
 *
 * <p>{@code RelayProbe PORT TARGET_PORT POINTS}: ends when so many are acknowledged. Prints points, milliseconds at the
 * median, the 99th percentile and the most, and bytes a point.
 */
public final class RelayProbe {
    private static final int LIMIT = 64 << 20;
    private static final int SEALED_HEADER = 5;
    private static final int EPOCH_BYTES = 8;
    private static final double MILLIS = 1e6;

    private record Sent(long next, long nanos) {
    }

    private final Deque<Sent> open = new ArrayDeque<>();
    private final long points;
    private long[] waits = new long[1 << 16];
    private int count;
    private long bytes;

    private RelayProbe(long points) {
        this.points = points;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        RelayProbe probe = new RelayProbe(Long.parseLong(args[2]));
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[0]), 1, InetAddress.getLoopbackAddress());
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]))) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread up = new Thread(() -> probe.pump(client, server, true));
            up.setDaemon(true);
            up.start();
            probe.pump(server, client, false);
        }
        probe.print();
        System.exit(0);
    }

    private void pump(Socket from, Socket to, boolean up) {
        FrameReader frames = up ? new FrameReader(LIMIT) : FrameReader.of(Dialect.PENSTOCK, LIMIT);
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                long now = System.nanoTime();
                out.write(buffer, 0, read);
                frames.feed(ByteBuffer.wrap(buffer, 0, read));
                if (see(frames, up, read, now)) {
                    return;
                }
            }
        } catch (IOException e) {
            System.err.println("RelayProbe: " + e);
        }
    }

    private synchronized boolean see(FrameReader frames, boolean up, int read, long now) {
        bytes += up ? read : 0;
        boolean done = false;
        for (Optional<Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
            if (up && next.get().type() == Frame.DATA) {
                sent(next.get().body(), now);
            } else if (!up && next.get().type() == Frame.ACK) {
                done = acknowledged(((Message.Ack) MessageCodec.decode(next.get())).next(), now);
            }
        }
        return done;
    }

    private void sent(ByteBuffer body, long now) {
        if (body.get(body.position()) != 0) {
            throw new IllegalStateException("compressed frames cannot be looked into: compression: none");
        }
        body.position(body.position() + SEALED_HEADER + EPOCH_BYTES);
        long first = varint(body);
        open.add(new Sent(first + varint(body), now));
    }

    private boolean acknowledged(long next, long now) {
        while (!open.isEmpty() && open.peek().next <= next) {
            if (count == waits.length) {
                waits = Arrays.copyOf(waits, count * 2);
            }
            waits[count++] = now - open.poll().nanos;
        }
        return next >= points;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte part = in.get();
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    private synchronized void print() {
        long[] sorted = Arrays.copyOf(waits, count);
        Arrays.sort(sorted);
        System.out.printf("%d points in %d frames: acknowledged after %.1f ms (median), %.1f ms (99th of 100), %.1f ms (most);"
                + " %.2f bytes a point%n", points, count, sorted[count / 2] / MILLIS, sorted[count * 99 / 100] / MILLIS,
                sorted[count - 1] / MILLIS, (double) bytes / points);
    }
}
