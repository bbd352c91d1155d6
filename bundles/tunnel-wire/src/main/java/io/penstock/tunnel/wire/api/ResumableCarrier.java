package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.penstock.core.error.PenstockException;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Carries a yamux session over one connection after another: what a broken one lost is sent again over the next, so the
 * session's streams only see a pause. For {@link TunnelProtocol#RESUMABLE} only. The session's loop only, but for
 * {@link #isSuspended}.
 */
public final class ResumableCarrier implements Carrier {
    /** How long a session waits for its next connection. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration PING_DEADLINE = Duration.ofSeconds(45);

    /** What a session's owner may want to know. All on the session's loop. */
    public interface Events {
        /** The connection is lost; the session waits for another. */
        default void suspended(String why) {
        }

        /** The session goes on, over another connection. */
        default void resumed() {
        }
    }

    private static final long CHECK_MILLIS = 1_000;
    /** With a ping of yamux each 5 s, a dead connection is noticed within 15. */
    private static final int MAX_SILENT_CHECKS = 9;

    private final EventExecutor loop;
    private final Events events;
    private final ReplayBuffer replay = new ReplayBuffer();
    private final Acknowledger acknowledger = new Acknowledger(this::acknowledge, this::flush);
    private final YamuxSession session;
    private final Future<?> checks;
    private Optional<ResumeToken> token = Optional.empty();
    private Optional<Runnable> comeBack = Optional.empty();
    private Optional<Runnable> forget = Optional.empty();
    private Optional<Future<?>> deadline = Optional.empty();
    private volatile Optional<ResumableLink> link;
    private int silentChecks;
    private boolean ackWaits;
    private boolean over;

    ResumableCarrier(EventExecutor loop, ResumableLink first, Function<ResumableCarrier, YamuxSession> make, Events events) {
        this.loop = loop;
        this.link = Optional.of(first);
        this.events = events;
        this.checks = loop.scheduleWithFixedDelay(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        first.carry(this);
        this.session = make.apply(this);
    }

    /** The settings of a session that may pause: its pings have to wait longer than that. */
    public static YamuxSettings settings(YamuxSettings settings) {
        return settings.withPing(settings.pingInterval(), PING_DEADLINE);
    }

    /** The session it carries. */
    public YamuxSession session() {
        return session;
    }

    /** Dialler: this session can be resumed, with what the gateway sent in {@link Message.Accepted}. */
    public void resumeWith(ResumeToken token) {
        this.token = Optional.of(token);
    }

    /** Whether it waits for a connection. Any thread. */
    public boolean isSuspended() {
        return link.isEmpty();
    }

    EventExecutor loop() {
        return loop;
    }

    Optional<ResumeToken> token() {
        return token;
    }

    long received() {
        return acknowledger.received();
    }

    boolean isOver() {
        return over;
    }

    /** @param task dials, whenever the connection is lost */
    void whenLost(Runnable task) {
        comeBack = Optional.of(task);
    }

    /** @param task run once, when the session is over */
    void whenOver(Runnable task) {
        forget = Optional.of(task);
    }

    @Override
    public boolean isWritable() {
        return link.isPresent() && link.get().channel().isWritable() && !replay.isFull();
    }

    @Override
    public void write(ByteBuf bytes) {
        if (over || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        replay.add(bytes);
        link.ifPresent(to -> to.writer().data(bytes.retainedSlice()));
    }

    @Override
    public void flush() {
        ackWaits = false;
        link.ifPresent(to -> to.writer().flush());
    }

    @Override
    public void close() {
        end();
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        checks.cancel(false);
        acknowledger.stop();
        deadline.ifPresent(timer -> timer.cancel(false));
        replay.release();
        link.ifPresent(to -> to.writer().close());
        forget.ifPresent(Runnable::run);
    }

    private void lose(String why) {
        if (!over) {
            end();
            session.lost(PenstockException.retry("tunnel.lost", why, null));
        }
    }

    void data(ResumableLink from, ByteBuf bytes) {
        if (over || !isCurrent(from)) {
            bytes.release();
            return;
        }
        silentChecks = 0;
        acknowledger.count(bytes.readableBytes(), loop);
        session.received(bytes);
    }

    void receivedAll(ResumableLink from) {
        if (!over && isCurrent(from)) {
            session.receivedAll();
            if (ackWaits) {
                flush();
            }
        }
    }

    void acked(ResumableLink from, long offset) {
        if (over || !isCurrent(from)) {
            return;
        }
        silentChecks = 0;
        boolean full = replay.isFull();
        try {
            replay.acked(offset);
        } catch (PenstockException e) {
            from.fail(e.getMessage());
            return;
        }
        if (full && isWritable()) {
            session.writabilityChanged();
        }
    }

    private void acknowledge(long offset) {
        link.ifPresent(to -> to.writer().ack(offset));
        ackWaits = true;
    }

    void writabilityChanged(ResumableLink from) {
        if (!over && isCurrent(from) && isWritable()) {
            session.writabilityChanged();
        }
    }

    void closedByPeer(ResumableLink from) {
        if (isCurrent(from)) {
            lose("the other end closed the session");
        }
    }

    /** The channel of a link is gone. */
    void linkLost(ResumableLink from, String why) {
        if (over || !isCurrent(from)) {
            return;
        }
        if (token.isEmpty() || loop.isShuttingDown()) {
            lose(why);
        } else {
            suspend(from, why);
        }
    }

    private void suspend(ResumableLink from, String why) {
        link = Optional.empty();
        acknowledger.stop();
        from.writer().discard();
        deadline = Optional.of(loop.schedule(() -> lose("no connection came in the " + DEADLINE.toSeconds()
                + " s after one was lost: " + why), DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
        events.suspended(why);
        comeBack.ifPresent(Runnable::run);
    }

    /** Ends the session: nobody will resume it. */
    void giveUp(String why) {
        lose(why);
    }

    /**
     * Goes on over another connection; one that is still there is closed.
     *
     * @param peerReceived how much the other end has
     */
    void attach(ResumableLink next, long peerReceived) {
        replay.acked(peerReceived);
        link.ifPresent(old -> old.writer().discard());
        deadline.ifPresent(timer -> timer.cancel(false));
        deadline = Optional.empty();
        silentChecks = 0;
        acknowledger.known();
        next.carry(this);
        link = Optional.of(next);
        replay.replay(next.writer()::data);
        next.writer().flush();
        events.resumed();
        // What the last connection brought may have come without the end of its burst.
        receivedAll(next);
        if (!next.channel().isActive()) {
            // It told nobody: there was no session it belonged to yet.
            linkLost(next, "the connection ended while the session was being resumed");
        }
    }

    private boolean isCurrent(ResumableLink from) {
        return link.isPresent() && link.get() == from;
    }

    private void check() {
        silentChecks = replay.isEmpty() ? 0 : silentChecks + 1;
        if (silentChecks > MAX_SILENT_CHECKS && link.isPresent()) {
            silentChecks = 0;
            ResumableLink dead = link.get();
            linkLost(dead, "nothing came from the other end for " + MAX_SILENT_CHECKS + " s");
        }
    }
}
