package io.penstock.relay.client.component;

import io.penstock.relay.wire.alumet.api.AlumetCodec;
import io.penstock.relay.wire.alumet.api.AlumetMessage;
import io.penstock.relay.wire.alumet.api.AlumetReceiver;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Alumet's relay server as far as a client sees it, on loopback: one client at a time. */
final class AlumetServer implements AutoCloseable {
    final TestStore store = new TestStore();
    final List<AlumetMessage> messages = new CopyOnWriteArrayList<>();
    volatile boolean answers = true;
    volatile boolean accepts = true;
    private final AtomicInteger connection = new AtomicInteger();
    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    private volatile Socket open = new Socket();

    AlumetServer() throws IOException {
        Thread thread = new Thread(this::accept, "alumet-server");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                open = socket;
                serve(socket, new UUID(0, connection.incrementAndGet()));
            } catch (IOException e) {
                continue;
            }
        }
    }

    private void serve(Socket socket, UUID client) throws IOException {
        FrameReader frames = FrameReader.of(Dialect.ALUMET, AlumetCodec.MAX_FRAME_BYTES);
        AlumetReceiver receiver = new AlumetReceiver(UnaryOperator.identity());
        InputStream in = socket.getInputStream();
        byte[] chunk = new byte[4096];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            frames.feed(ByteBuffer.wrap(chunk, 0, count));
            for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                take(AlumetCodec.decode(frame.get()), receiver, socket, client);
            }
        }
    }

    private void take(AlumetMessage message, AlumetReceiver receiver, Socket socket, UUID client) throws IOException {
        messages.add(message);
        if (message instanceof AlumetMessage.Greet && answers) {
            ByteBuffer response = AlumetCodec.encode(new AlumetMessage.GreetResponse("", accepts, "0.9.5", "0.6.0",
                    accepts ? 2 : 3));
            socket.getOutputStream().write(response.array(), response.position(), response.remaining());
        } else if (message instanceof AlumetMessage.RegisterMetrics metrics) {
            receiver.register(metrics);
        } else if (message instanceof AlumetMessage.SendMeasurements measurements) {
            store.add(client, receiver.measurements(measurements));
        }
        store.changed();
    }

    void cut() throws IOException {
        open.close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
