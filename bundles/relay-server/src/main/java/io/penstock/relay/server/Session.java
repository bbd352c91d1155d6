package io.penstock.relay.server;

import io.penstock.relay.server.Client.Visit;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.Message.Heartbeat;
import io.penstock.relay.wire.api.Message.Hello;
import io.penstock.relay.wire.api.Message.Notice;
import io.penstock.relay.wire.api.Message.Welcome;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.NoticeCode;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.relay.wire.api.RelayProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The talk with a client that has proved who it is: first it waits until no other connection stands in its place, then
 * events flow. Event loop only; what other threads may call says so.
 */
final class Session implements Talk {
    private static final Logger LOG = LoggerFactory.getLogger(RelayServerCapability.PID);
    private static final long ASK_AGAIN_MILLIS = 20;
    /** A client waits no longer for an answer. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final Duration COME_BACK = Duration.ofSeconds(1);
    private static final int SILENT_INTERVALS = 3;

    /** What can be said about a connection after it was asked for a sign of life. */
    enum Life { ALIVE, UNKNOWN, DEAD }

    private final Relay relay;
    private final Connection connection;
    private final Pulse pulse;
    private final Client client;
    private final Acks acks;
    private final String name;
    private final OptionalLong newestEpoch;
    private Hello hello;
    private List<EpochRange> epochs;
    private boolean open;
    private boolean warned;
    private long probed;

    /** @param epochs what the client still holds, in the order it will send it */
    Session(Relay relay, Connection connection, Hello hello, List<EpochRange> epochs) {
        this.relay = relay;
        this.connection = connection;
        this.pulse = connection.pulse();
        this.hello = hello;
        this.name = hello.name();
        this.epochs = epochs;
        this.client = relay.clients().client(hello.client());
        this.newestEpoch = epochs.isEmpty() ? OptionalLong.empty() : OptionalLong.of(epochs.get(epochs.size() - 1).epoch());
        this.acks = new Acks(connection.loop(), connection::isWritable, connection::send);
        pulse.claim();
    }

    /** Begins, as soon as no other connection stands in its place. */
    void claim() {
        if (connection.isEnded()) {
            return;
        }
        switch (relay.clients().claim(this)) {
            case GRANTED -> begin();
            case REFUSED -> duplicate();
            case WAIT -> {
                if (relay.clock().nanoTime() - claimed() > ANSWER_NANOS) {
                    connection.reject(RejectCode.BUSY, "a former connection of this client has not ended yet", COME_BACK);
                } else {
                    connection.later(this::claim, ASK_AGAIN_MILLIS);
                }
            }
        }
    }

    private void duplicate() {
        warnOfCopy("in the same state: " + connection.addressText() + " is refused; one is a copy of the other");
        connection.reject(RejectCode.DUPLICATE, "this identity is connected already, and alive",
                relay.options().heartbeat().multipliedBy(SILENT_INTERVALS));
    }

    private void warnOfCopy(String how) {
        if (!client.copied()) {
            client.copied(true);
            LOG.warn("two machines use the identity {} of relay client \"{}\", {}", client.identity().orElseThrow(), name, how);
        }
    }

    private void begin() {
        if (!connection.enter(new EventIntake(relay, this), relay.maxFrameBytes())) {
            connection.reject(Handshake.busy());
            return;
        }
        open = true;
        client.visit(new Visit(name, connection.addressText(), hello.software(), RelayProtocol.MAX_VERSION,
                relay.clock().now()));
        List<Optional<EpochLog>> logs = epochs.stream().map(range -> relay.clients().known(client, range.epoch())).toList();
        connection.send(new Welcome(logs.stream().map(Session::wanted).toList(), relay.maxFrameBytes(), Relay.MAX_EVENTS,
                relay.windowBytes(), relay.options().heartbeat(), Relay.MAX_SERIES));
        for (int i = 0; i < logs.size(); i++) {
            long first = epochs.get(i).first();
            logs.get(i).ifPresent(log -> acks.follow(log, first));
        }
        hello = null;
        epochs = List.of();
    }

    /** What was handed on but is not delivered is wanted again: should it be lost here, the client still has it. */
    private static OptionalLong wanted(Optional<EpochLog> log) {
        return log.isPresent() ? OptionalLong.of(log.get().acknowledged()) : OptionalLong.empty();
    }

    @Override
    public void take(Frame frame) {
        switch (frame.type()) {
            case Frame.HEARTBEAT -> MessageCodec.decode(frame);
            case Frame.GOODBYE, Frame.REJECT -> connection.close();
            case Frame.SERIES, Frame.DATA, Frame.RESET -> {
                if (!open) {
                    throw Handshake.malformed("a frame of type " + frame.type() + " before the Welcome");
                }
                connection.queue(frame);
            }
            default -> throw Handshake.malformed("a frame of type " + frame.type() + ", which is not for a server");
        }
    }

    @Override
    public void tick() {
        if (!open) {
            return;
        }
        if (pulse.silentNanos() > SILENT_INTERVALS * relay.heartbeatNanos() && !connection.isPaused()) {
            relay.counters().lost.increment();
            connection.close();
            return;
        }
        if (pulse.idleNanos() >= relay.heartbeatNanos() && connection.isWritable()) {
            connection.send(new Heartbeat());
        }
        if (!warned && relay.clients().isCopied(this)) {
            warned = true;
            warnOfCopy("one, probably " + connection.addressText() + ", is a copy of the other");
            connection.send(new Notice(NoticeCode.IDENTITY_SHARED, "another machine is connected with this identity"));
        }
    }

    @Override
    public void writable() {
        acks.tell();
    }

    @Override
    public void end() {
        acks.close();
        relay.clients().left(this);
    }

    /** What is known of this connection since another asked to begin in its place; asks it to show itself. Any thread. */
    Life lifeSince(long asked) {
        if (connection.isEnded()) {
            return Life.DEAD;
        }
        if (pulse.heardAfter(asked) > relay.graceNanos()) {
            return Life.ALIVE;
        }
        // Whoever lives is heard once in a heartbeat.
        if (pulse.silentNanos() > relay.heartbeatNanos() * 3 / 2 + relay.graceNanos() && !connection.isPaused()) {
            return Life.DEAD;
        }
        connection.loop().execute(this::probe);
        return Life.UNKNOWN;
    }

    /** When it asked to begin, on the monotonic clock. Any thread. */
    long claimed() {
        return pulse.claimed();
    }

    private void probe() {
        long now = relay.clock().nanoTime();
        if (open && !connection.isEnded() && (probed == 0 || now - probed > relay.graceNanos())) {
            probed = now | 1;
            connection.send(new Heartbeat());
        }
    }

    /** Whether events of both could bear the same numbers. Any thread. */
    boolean sharesNewestEpoch(Session other) {
        return newestEpoch.isEmpty() || other.newestEpoch.isEmpty() || newestEpoch.equals(other.newestEpoch);
    }

    /** Who it is. Any thread. */
    Client client() {
        return client;
    }

    /** The name it has this time. Any thread. */
    String name() {
        return name;
    }

    /** Any thread. */
    Connection connection() {
        return connection;
    }

    /** Tells the client of an epoch's deliveries from now on. Any thread. */
    void follow(EpochLog log, long first) {
        connection.loop().execute(() -> acks.follow(log, first));
    }

    /** Tells the client something while all goes on. Any thread. */
    void notice(NoticeCode code, String message) {
        connection.loop().execute(() -> {
            if (!connection.isEnded() && connection.isWritable()) {
                connection.send(new Notice(code, message));
            }
        });
    }
}
