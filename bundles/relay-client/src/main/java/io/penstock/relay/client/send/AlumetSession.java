package io.penstock.relay.client.send;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.time.Clock;
import io.penstock.relay.client.backlog.Backlog;
import io.penstock.relay.client.backlog.BlockSource;
import io.penstock.relay.client.backlog.SpooledBlock;
import io.penstock.relay.client.block.Block;
import io.penstock.relay.client.block.BlockHeader;
import io.penstock.relay.wire.alumet.api.AlumetCodec;
import io.penstock.relay.wire.alumet.api.AlumetMessage;
import io.penstock.relay.wire.alumet.api.AlumetMessage.Greet;
import io.penstock.relay.wire.alumet.api.AlumetMessage.GreetResponse;
import io.penstock.relay.wire.alumet.api.AlumetSender;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.relay.wire.api.SeriesKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Alumet's relay protocol, version 2. It acknowledges nothing: what the network has taken counts as delivered, so what is
 * on its way when a connection breaks is lost, and nobody notices.
 */
final class AlumetSession implements Session {
    /** What the peer is told this is; it compares the protocol's version only. */
    private static final String CORE_VERSION = "0.9.5";
    private static final String PLUGIN_VERSION = "0.6.0";
    /** How often an idle connection is looked at, since the server has nothing to say but that it closes. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SenderSetup setup;
    private final Link link;
    private final Ending ending;
    private final Clock clock;
    private final Backlog backlog;
    private final BlockSource source;
    private final AlumetSender encoder;

    private AlumetSession(SenderSetup setup, Link link, Ending ending) {
        this.setup = setup;
        this.link = link;
        this.ending = ending;
        this.clock = setup.clock();
        this.backlog = setup.spool().backlog();
        this.source = setup.spool().source();
        this.encoder = new AlumetSender(setup.name());
    }

    /**
     * Greets the server and waits for its answer, which one of another version never gives.
     *
     * @throws Refusal when it does not accept
     */
    static AlumetSession greet(SenderSetup setup, Link link, Ending ending) throws IOException {
        long deadline = setup.clock().nanoTime() + Handshake.TIMEOUT.toNanos();
        link.write(List.of(AlumetCodec.encode(new Greet(setup.name(), CORE_VERSION, PLUGIN_VERSION, AlumetCodec.VERSION))));
        AlumetMessage answer = AlumetCodec.decode(link.read(deadline).orElseThrow(() -> new LostConnection(
                "the server gave no answer within " + Handshake.TIMEOUT.toSeconds() + " s of the greeting, as Alumet's does "
                        + "when it speaks another version than " + AlumetCodec.VERSION)));
        if (!(answer instanceof GreetResponse response)) {
            throw new Refusal(RejectCode.PROTOCOL, "the server answered the greeting with "
                    + answer.getClass().getSimpleName(), Duration.ZERO);
        }
        if (!response.accept()) {
            throw new Refusal(RejectCode.VERSION, "the server does not accept version " + AlumetCodec.VERSION
                    + " of Alumet's relay; it speaks " + response.protocolVersion(), Duration.ZERO);
        }
        return new AlumetSession(setup, link, ending);
    }

    @Override
    public void run() throws IOException, InterruptedException {
        while (!finished()) {
            OptionalLong due = dueAt();
            long look = clock.nanoTime() + LOOK.toNanos();
            long wake = due.isPresent() && due.getAsLong() - look < 0 ? due.getAsLong() : look;
            setup.signal().await(() -> finished() || isDue(), wake);
            link.look();
            if (isDue()) {
                backlog.sending();
                sendWhatIsThere();
            }
        }
        link.finish();
    }

    private boolean finished() {
        return ending.isNow() || ending.asked() && backlog.unsent() == 0;
    }

    private OptionalLong dueAt() {
        return backlog.dueAt(ending.asked() ? 1 : setup.options().bufferMaxLength(), setup.options().bufferTimeout());
    }

    private boolean isDue() {
        OptionalLong at = dueAt();
        return at.isPresent() && at.getAsLong() - clock.nanoTime() <= 0;
    }

    private void sendWhatIsThere() throws IOException {
        Optional<SpooledBlock> block = source.next();
        while (block.isPresent() && !ending.isNow()) {
            send(block.get());
            block = source.next();
        }
    }

    private void send(SpooledBlock spooled) throws IOException {
        BlockHeader header = spooled.block().header();
        long lost = backlog.read(header);
        List<Event> events = events(spooled.block());
        AlumetSender.Encoded encoded = encoder.encode(events);
        link.write(encoded.frames());
        long left = header.count() - events.size() + encoded.unfit().size();
        backlog.acknowledged(header.epoch(), header.next(), lost + left);
        source.done(spooled.position());
        count(encoded, events.size() - encoded.unfit().size());
    }

    private void count(AlumetSender.Encoded encoded, int events) {
        for (ByteBuffer frame : encoded.frames()) {
            setup.counters().bytesSent.add(frame.remaining());
        }
        setup.counters().eventsSent.add(events);
        setup.counters().acknowledgedAt(clock.now().toEpochMilli() / 1e3);
    }

    /** The block's events; a damaged block ends early, the rest of it lost. */
    private static List<Event> events(Block block) {
        List<Event> events = new ArrayList<>();
        Block.Walk walk = block.walk();
        try {
            while (walk.left() > 0) {
                walk.next();
                events.add(walk.isRecord() ? walk.record() : measurement(walk));
            }
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.CORRUPT) {
                throw e;
            }
        }
        return events;
    }

    private static Event measurement(Block.Walk walk) {
        SeriesKey key = walk.series().key();
        Number value = walk.unsigned() ? Unsigned.ofBits(walk.bits()) : (Number) Double.longBitsToDouble(walk.bits());
        return new Measurement(key.metric(), Instant.ofEpochSecond(walk.second(), walk.nano()), value, key.unit(),
                key.resource(), key.consumer(), key.attributes());
    }
}
