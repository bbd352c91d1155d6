package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.penstock.core.time.Clock;
import java.time.Duration;

/**
 * One end of a yamux connection: bytes in by {@link #received}, bytes out to a {@link Carrier}, streams between. Everything
 * but {@link #figures}, {@link #loop} runs on the session's loop only.
 */
public final class YamuxSession implements AutoCloseable {
    private final EventExecutor loop;

    /**
     * Begins at once: the first ping measures the round trip.
     *
     * @param loop runs everything of this session, the constructor too, and its timers
     * @param acceptor decides about streams the peer opens
     */
    public YamuxSession(Role role, YamuxSettings settings, EventExecutor loop, Clock clock, Carrier carrier,
            StreamAcceptor acceptor, SessionEvents events) {
        this.loop = loop;
    }

    /**
     * Opens a stream; data may be written at once, before the peer knows of it.
     *
     * @throws io.penstock.core.error.PenstockException {@code yamux.streams} too many are open; {@code yamux.going-away}
     *         either end takes no more, or the numbers are used up; {@code yamux.lost} the session has ended
     */
    public YamuxStream open(StreamEvents events) {
        throw new UnsupportedOperationException();
    }

    /** Takes over bytes that came from the peer, cut anywhere. Never throws for what they say. */
    public void received(ByteBuf bytes) {
        throw new UnsupportedOperationException();
    }

    /** Tells the end of a read burst: what came of it is sent now. */
    public void receivedAll() {
        throw new UnsupportedOperationException();
    }

    /** Tells that the carrier may be writable again. */
    public void writabilityChanged() {
        throw new UnsupportedOperationException();
    }

    /**
     * Measures a round trip, past all queued data. Not answered within the ping deadline, the session is lost. Fails with
     * {@code yamux.pings} when too many are under way, with {@code yamux.lost} when the session ends.
     */
    public Future<Duration> ping() {
        throw new UnsupportedOperationException();
    }

    /** Takes no more streams from now on and tells the peer why; open streams go on. The first call counts. */
    public void goAway(GoAwayCode code) {
        throw new UnsupportedOperationException();
    }

    /** Whether no stream can be opened any more, because either end said so or the numbers are used up. */
    public boolean isGoingAway() {
        throw new UnsupportedOperationException();
    }

    /** Refuses the peer's streams, and this end's, beyond this many open at once; those that are open stay. */
    public void limitStreams(int maxStreams) {
        throw new UnsupportedOperationException();
    }

    /** Tells that the carrier is gone: every stream is reset with this cause. Idempotent. */
    public void lost(Throwable cause) {
        throw new UnsupportedOperationException();
    }

    /** Tells the peer, closes the carrier, and is lost. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** The loop everything of this session runs on. Any thread. */
    public EventExecutor loop() {
        return loop;
    }

    /** Streams open now. */
    public int openStreams() {
        throw new UnsupportedOperationException();
    }

    /** Figures of the moment. Any thread. */
    public SessionFigures figures() {
        throw new UnsupportedOperationException();
    }
}
