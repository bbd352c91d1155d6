package io.penstock.relay.client.component;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.relay.client.backlog.EventSpool;
import io.penstock.relay.client.backlog.Signal;
import io.penstock.relay.client.block.EventLimit;
import io.penstock.relay.client.identity.ClientIdentity;
import io.penstock.relay.client.send.RelayCounters;
import io.penstock.relay.client.send.RelayState;
import io.penstock.relay.client.send.Sender;
import io.penstock.relay.client.send.SenderSetup;
import io.penstock.relay.client.settings.RelayOptions;
import io.penstock.relay.client.settings.RelayOptions.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One output: a batch is delivered when it is spooled; a sender takes it from there. What the pipe calls, it calls from one
 * thread at a time, but for {@link #close}.
 */
final class RelayOutput implements Output {
    /** What is spooled may still be sent for so long when the output ends. Nothing is lost either way. */
    private static final Duration FLUSH = Duration.ofSeconds(3);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    private final RelayOptions options;
    private final NodeContext context;
    private final RelayOutputs outputs;
    private final SecureRandom random = new SecureRandom();
    private final RelayCounters counters = new RelayCounters();
    private final RelayState state;
    private EventSpool spool;
    private Sender sender;
    private boolean closed;

    RelayOutput(RelayOptions options, NodeContext context, RelayOutputs outputs) {
        this.options = options;
        this.context = context;
        this.outputs = outputs;
        this.state = new RelayState(context);
    }

    /** Opens the spool and begins to connect; called again after an error of it, it goes on with what is open. */
    @Override
    public synchronized void open() {
        if (closed) {
            throw closed();
        }
        if (spool != null) {
            return;
        }
        Path folder = context.dataFolder();
        ClientIdentity identity = ClientIdentity.in(folder.resolve("identity"), this::uuid);
        Signal signal = new Signal(context.clock());
        EventLimit limit = options.protocol() == Protocol.ALUMET_V2 ? new AlumetLimit() : new FrameLimit();
        EventSpool opened = EventSpool.open(folder.resolve("spool"), options.spool().settings(), random.nextLong(), limit,
                context.clock(), signal);
        sender = new Sender(new SenderSetup(options, options.clientName().orElseGet(RelayOutput::hostName), identity,
                opened, context.clock(), signal, random, state, counters), "relay-" + context.pipe() + "-" + context.node());
        spool = opened;
        sender.start();
        outputs.add(this);
    }

    private UUID uuid() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        // Version 4, variant 2 (RFC 9562).
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public OptionalLong committed(String stream) {
        return opened().committed(stream);
    }

    @Override
    public void write(Batch batch) throws InterruptedException {
        EventSpool present = opened();
        long before = present.refused();
        present.write(batch);
        if (present.refused() != before) {
            state.dropped(present.dropped());
        }
    }

    /** Not while the server has not acknowledged what lies in the spool. */
    @Override
    public boolean settled() {
        EventSpool open = spool();
        return open == null || open.backlog().unacknowledged() == 0;
    }

    private synchronized EventSpool opened() {
        if (spool == null || closed) {
            throw closed();
        }
        return spool;
    }

    private static PenstockException closed() {
        return new PenstockException(ErrorKind.CLOSED, "relay.closed", "the relay output is closed");
    }

    @Override
    public void close() {
        close(FLUSH);
    }

    /** Ends, with so long for what is not sent yet; with nothing, as a killed process does. */
    void close(Duration flush) {
        EventSpool opened;
        Sender started;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            opened = spool;
            started = sender;
        }
        outputs.remove(this);
        if (started == null) {
            return;
        }
        boolean ended;
        try {
            ended = started.stop(flush, CLOSE_DEADLINE);
        } finally {
            opened.close();
        }
        if (!ended) {
            throw new PenstockException(ErrorKind.BUG, "relay.stuck", "the relay's sender did not end in time");
        }
    }

    /** {@code pipe/node}. */
    String name() {
        return context.pipe() + "/" + context.node();
    }

    NodeContext context() {
        return context;
    }

    RelayState state() {
        return state;
    }

    RelayCounters counters() {
        return counters;
    }

    /** Only between opening and closing. */
    synchronized EventSpool spool() {
        return spool;
    }
}
