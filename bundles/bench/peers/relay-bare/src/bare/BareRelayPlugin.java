package bare;

import io.penstock.core.batch.Batch;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Event;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.relay.wire.api.Compression;
import io.penstock.relay.wire.api.DataEncoder;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.RelayProtocol;
import io.penstock.relay.wire.api.WireLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * The relay with spool and acknowledgement both off: what a batch is, is written to the socket, and that is that. Only to
 * measure what the two cost; loses what is on its way.
 */
@PluginComponent(kind = PluginKind.OUTPUT, name = "relay-bare", doc = "The relay without spool and acknowledgement.")
public final class BareRelayPlugin implements OutputPlugin<BareRelayPlugin.Options> {
    /** @param port on this machine */
    public record Options(@Option(doc = "The server's port on this machine.") int port) {
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Output create(Options options, NodeContext context) {
        return new Bare(options.port());
    }

    private static final class Bare implements Output {
        private final int port;
        private final long epoch = new Random().nextLong();
        private Socket socket;
        private WritableByteChannel out;
        private DataEncoder encoder;
        private long next;

        Bare(int port) {
            this.port = port;
        }

        @Override
        public void open() throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            out = Channels.newChannel(socket.getOutputStream());
            FrameReader frames = FrameReader.of(Dialect.PENSTOCK, 1 << 20);
            send(new Message.Hello(1, 1, RelayProtocol.FEATURE_RECORDS, UUID.randomUUID(), "bench", "bench",
                    Bytes.of(new byte[16])));
            read(frames);
            send(new Message.Proof(Bytes.of(), List.of(new EpochRange(epoch, 0, 0))));
            encoder = new DataEncoder(WireLimits.of((Message.Welcome) read(frames)), Compression.NONE);
            Thread ears = new Thread(this::listen, "relay-bare");
            ears.setDaemon(true);
            ears.start();
        }

        private void send(Message message) throws IOException {
            out.write(MessageCodec.encode(message));
        }

        private Message read(FrameReader frames) throws IOException {
            byte[] bytes = new byte[8192];
            Optional<Frame> frame = frames.next();
            while (frame.isEmpty()) {
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    throw new IOException("the server closed");
                }
                frames.feed(ByteBuffer.wrap(bytes, 0, count));
                frame = frames.next();
            }
            return MessageCodec.decode(frame.get());
        }

        /** What the server says is thrown away. */
        private void listen() {
            byte[] bytes = new byte[8192];
            try {
                InputStream in = socket.getInputStream();
                while (in.read(bytes) >= 0) {
                    continue;
                }
            } catch (IOException e) {
                // The output was closed.
            }
        }

        @Override
        public void write(Batch batch) throws IOException {
            encoder.begin(epoch, next);
            for (Event event : batch.events()) {
                encoder.event(event);
            }
            for (ByteBuffer frame : encoder.finish()) {
                out.write(frame);
            }
            next += batch.events().size();
        }

        /** Nobody tells it: the measurement ends when the server has everything. */
        @Override
        public boolean settled() {
            return false;
        }

        @Override
        public void close() {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
