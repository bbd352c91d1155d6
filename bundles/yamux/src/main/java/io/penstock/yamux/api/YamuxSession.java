package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One end of a yamux connection: bytes in by {@link #received}, bytes out to a {@link Carrier}, streams between. Everything
 * but {@link #figures}, {@link #loop} runs on the session's loop only.
 */
public final class YamuxSession implements AutoCloseable {
    /** Pings at the beginning, one after the other: the very first also measures how long this process takes to warm up. */
    private static final int FIRST_PINGS = 4;

    private final EventExecutor loop;
    private final SessionEvents events;
    private final Carrier carrier;
    private final Figures figures = new Figures();
    private final Pings pings;
    private final Outbound outbound;
    private final InboundFrames inbound;
    private final FrameReader reader;
    private final StreamTable streams;
    private final Optional<Future<?>> keepAlive;
    private boolean saidGoAway;
    private boolean toldGoingAway;
    private boolean closing;
    private boolean ended;

    /**
     * Begins at once: the first pings measure the round trip.
     *
     * @param loop runs everything of this session, the constructor too, and its timers
     * @param acceptor decides about streams the peer opens
     */
    public YamuxSession(Role role, YamuxSettings settings, EventExecutor loop, Clock clock, Carrier carrier,
            StreamAcceptor acceptor, SessionEvents events) {
        this.loop = loop;
        this.events = events;
        this.carrier = carrier;
        this.pings = new Pings(loop, clock, settings.pingDeadline(), this::failed);
        this.outbound = new Outbound(settings, loop, clock, carrier, pings, figures);
        this.inbound = new InboundFrames(this, settings, clock, figures);
        this.reader = new FrameReader(inbound);
        this.streams = new StreamTable(this, role, settings, clock, acceptor, figures);
        this.keepAlive = settings.pingInterval().isZero() ? Optional.empty() : Optional.of(keepAlive(settings.pingInterval()));
    }

    /**
     * Opens a stream; data may be written at once, before the peer knows of it.
     *
     * @throws io.penstock.core.error.PenstockException {@code yamux.streams} too many are open; {@code yamux.going-away}
     *         either end takes no more, or the numbers are used up; {@code yamux.lost} the session has ended
     */
    public YamuxStream open(StreamEvents told) {
        if (isEnded()) {
            throw new PenstockException(ErrorKind.CLOSED, "yamux.lost", "the session has ended");
        }
        if (isGoingAway()) {
            throw new PenstockException(ErrorKind.CLOSED, "yamux.going-away", "the session takes no new streams");
        }
        YamuxStream stream = streams.open(told);
        if (streams.isUsedUp()) {
            peerGoesAway(GoAwayCode.NORMAL);
        }
        return stream;
    }

    /** Takes over bytes that came from the peer, cut anywhere. Never throws for what they say. */
    public void received(ByteBuf bytes) {
        figures.bytesIn.add(bytes.readableBytes());
        outbound.receiving(true);
        reader.read(bytes);
    }

    /** Tells the end of a read burst: what came of it is sent now. */
    public void receivedAll() {
        inbound.endBurst();
        outbound.receiving(false);
        figures.held.set(streams.heldBytes());
        outbound.pump();
    }

    /** Tells that the carrier may be writable again. */
    public void writabilityChanged() {
        outbound.pump();
    }

    /**
     * Measures a round trip, past all queued data. Not answered within the ping deadline, the session is lost. Fails with
     * {@code yamux.pings} when too many are under way, with {@code yamux.lost} when the session ends.
     */
    public Future<Duration> ping() {
        if (isEnded()) {
            return loop.newFailedFuture(new PenstockException(ErrorKind.CLOSED, "yamux.lost", "the session has ended"));
        }
        return pings.ping(outbound::ping);
    }

    /** Takes no more streams from now on and tells the peer why; open streams go on. The first call counts. */
    public void goAway(GoAwayCode code) {
        if (!saidGoAway && !isEnded()) {
            saidGoAway = true;
            outbound.control().goAway(code);
            outbound.soon();
        }
    }

    /** Whether no stream can be opened any more, because either end said so or the numbers are used up. */
    public boolean isGoingAway() {
        return saidGoAway || toldGoingAway;
    }

    /** Refuses the peer's streams, and this end's, beyond this many open at once; those that are open stay. */
    public void limitStreams(int maxStreams) {
        streams.limit(maxStreams);
    }

    /** Tells that the carrier is gone: every stream is reset with this cause. Idempotent. */
    public void lost(Throwable cause) {
        if (ended) {
            return;
        }
        if (outbound.isPumping()) {
            outbound.afterPump(() -> lost(cause));
            return;
        }
        ended = true;
        keepAlive.ifPresent(timer -> timer.cancel(false));
        outbound.end();
        pings.end(cause);
        streams.end(cause);
        figures.held.set(0);
        figures.queued.set(0);
        events.lost(cause);
    }

    /** Tells the peer, closes the carrier, and is lost. Idempotent. */
    @Override
    public void close() {
        end(GoAwayCode.NORMAL, new PenstockException(ErrorKind.CLOSED, "yamux.closed", "the session was closed"));
    }

    /** The loop everything of this session runs on. Any thread. */
    public EventExecutor loop() {
        return loop;
    }

    /** Streams open now. */
    public int openStreams() {
        return streams.size();
    }

    /** Figures of the moment. Any thread. */
    public SessionFigures figures() {
        return figures.now();
    }

    Outbound outbound() {
        return outbound;
    }

    StreamTable streams() {
        return streams;
    }

    boolean isEnded() {
        return ended || closing;
    }

    boolean takesStreams() {
        return !saidGoAway;
    }

    /** An answer to a ping. */
    void answered(int value) {
        if (!pings.answered(value)) {
            figures.strays.add(1);
            return;
        }
        figures.pings.add(1);
        figures.lastRtt.set(pings.roundTrips().last());
        figures.minRtt.set(pings.roundTrips().shortest());
        if (keepAlive.isPresent() && figures.pings.get() < FIRST_PINGS) {
            ping();
        }
    }

    void peerGoesAway(GoAwayCode code) {
        if (!toldGoingAway) {
            toldGoingAway = true;
            events.goingAway(code);
        }
    }

    /** The peer broke the protocol. */
    void broken(PenstockException how) {
        end(GoAwayCode.PROTOCOL_ERROR, how);
    }

    /** A ping was missed, or an owner failed where nobody is left to tell. */
    void failed(Throwable cause) {
        end(GoAwayCode.INTERNAL_ERROR, cause);
    }

    private void end(GoAwayCode code, Throwable cause) {
        if (!isEnded()) {
            closing = true;
            outbound.lastWord(code);
            carrier.close();
            lost(cause);
        }
    }

    private Future<?> keepAlive(Duration interval) {
        ping();
        return loop.scheduleWithFixedDelay(() -> {
            if (!pings.isUnderWay()) {
                ping();
            }
        }, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }
}
