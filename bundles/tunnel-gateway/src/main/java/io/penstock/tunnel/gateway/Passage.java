package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.audit.AuditRecord;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.Splice;
import io.penstock.tunnel.wire.api.SpliceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One stream through the gateway: who, where to, and its record, which is written exactly once. Thread-safe. */
final class Passage {
    /**
     * Where a stream came from.
     *
     * @param user a visitor's name, or empty
     * @param listener a listener's name, or empty
     * @param from the client's address
     */
    record Origin(String user, String listener, String from) {
        /** For the agent's log. */
        String text() {
            return (user.isEmpty() ? listener : user) + " " + from;
        }
    }

    /**
     * What a stream is for.
     *
     * @param agent the agent a visitor asked for; empty where a listener's settings name them
     */
    record Wish(String agent, String target) {
    }

    private final Passages passages;
    private final long id;
    private final Origin origin;
    private final Wish wish;
    private final Instant began;
    private final long beganNanos;
    private final Runnable whenEnded;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Optional<AgentLink> link = Optional.empty();
    private volatile Optional<Splice> splice = Optional.empty();
    private volatile String address = "";
    private volatile Duration connected = Duration.ZERO;
    private volatile long early;
    private volatile Runnable abort = () -> { };
    private volatile Optional<EndReason> revoked = Optional.empty();

    Passage(Passages passages, long id, Origin origin, Wish wish, Runnable whenEnded) {
        this.passages = passages;
        this.id = id;
        this.origin = origin;
        this.wish = wish;
        this.whenEnded = whenEnded;
        this.began = passages.clock().now();
        this.beganNanos = passages.clock().nanoTime();
    }

    long id() {
        return id;
    }

    Origin origin() {
        return origin;
    }

    Wish wish() {
        return wish;
    }

    String target() {
        return wish.target();
    }

    Instant began() {
        return began;
    }

    Optional<AgentLink> link() {
        return link;
    }

    String address() {
        return address;
    }

    Duration age() {
        return Duration.ofNanos(passages.clock().nanoTime() - beganNanos);
    }

    /** Bytes from the client. */
    long toTarget() {
        return early + splice.map(Splice::leftBytes).orElse(0L);
    }

    /** Bytes from the target. */
    long toClient() {
        return splice.map(Splice::rightBytes).orElse(0L);
    }

    /** How to end it before it is connected. Any thread may run it. */
    void abortBy(Runnable action) {
        abort = action;
    }

    /** This connection is tried now. */
    void tries(AgentLink next) {
        link = Optional.of(next);
    }

    /** @param sentEarly bytes of the client that went before the splice counts */
    void connected(Message.Connected answer, long sentEarly, Splice joined) {
        address = answer.address();
        connected = age();
        early = sentEarly;
        splice = Optional.of(joined);
        revoked.ifPresent(reason -> joined.close(reason.name()));
    }

    /** Ends it from outside. Its record follows when it has ended. Idempotent. */
    void revoke(EndReason reason) {
        revoked = Optional.of(reason);
        splice.ifPresentOrElse(joined -> joined.close(reason.name()), abort);
    }

    /** Why it was ended from outside, if it was. */
    Optional<EndReason> revoked() {
        return revoked;
    }

    /** What it was joined to by this connection has ended. */
    void ended(Route.Candidate candidate, SpliceReport report) {
        Reasons.afterSession(candidate.link(), report, reason -> {
            candidate.release();
            end(reason, report.end() == SpliceReport.End.CLOSED ? "" : report.message());
        });
    }

    /** Writes its record; only the first call counts. */
    void end(EndReason reason, String message) {
        if (ended.compareAndSet(false, true)) {
            whenEnded.run();
            passages.ended(this, new AuditRecord(id, began, origin.user(), origin.listener(), origin.from(),
                    link.map(l -> l.agent().name()).orElse(""), target(), address, toTarget(), toClient(), connected, age(),
                    revoked.orElse(reason), message));
        }
    }
}
