package io.penstock.tunnel.link;

import io.netty.channel.EventLoop;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.link.Ending.Kind;
import io.penstock.tunnel.link.LinkStatus.Phase;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection, for ever: dials, waits, dials again; and makes a new one before it leaves an old one. All on one
 * event loop, but for {@link #status}.
 */
final class Link implements SessionOwner {
    /** However long a gateway wants it, and for those that say nothing. */
    static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel.connections");

    private final LinkSetup setup;
    private final EventLoop loop;
    private final RetryWaits waits;
    private final Hedging hedging;
    private final Set<Attempt> attempts = new LinkedHashSet<>();
    private final Set<GatewaySession> leaving = new LinkedHashSet<>();
    private Optional<GatewaySession> current = Optional.empty();
    private Duration farewell;
    private Timer retry = Timer.NONE;
    private int turn;
    private boolean drained;
    private boolean stopped;
    private boolean everLetIn;
    private volatile LinkStatus status;

    Link(LinkSetup setup, EventLoop loop) {
        this.setup = setup;
        this.loop = loop;
        this.waits = new RetryWaits(setup.around().random()::nextDouble);
        this.hedging = new Hedging(setup.around(), loop, this::attemptBeside);
        this.farewell = setup.grace();
        this.turn = setup.number();
        this.status = LinkStatus.connecting(nextGateway().toString(), now());
    }

    /** Any thread. */
    LinkStatus status() {
        return status;
    }

    EventLoop loop() {
        return loop;
    }

    private Instant now() {
        return setup.around().clock().now();
    }

    private TargetAddress nextGateway() {
        List<TargetAddress> all = setup.gateways();
        return all.get(turn % all.size());
    }

    /** The first attempt. */
    void start() {
        attempt(Optional.empty());
    }

    private void attempt(Optional<TargetAddress> to) {
        retry.cancel();
        TargetAddress gateway = to.orElseGet(this::nextGateway);
        if (to.isEmpty()) {
            turn++;
        }
        Attempt attempt = new Attempt(gateway, loop, setup, this, this::attemptFailed);
        attempts.add(attempt);
        attempt.start();
    }

    private boolean attemptBeside() {
        if (!attempts.stream().allMatch(Attempt::heardNothing)) {
            return false;
        }
        if (attempts.size() < Hedging.MAX_ATTEMPTS) {
            attempt(Optional.empty());
        }
        return true;
    }

    @Override
    public void accepted(GatewaySession session) {
        attempts.removeIf(attempt -> attempt.holds(session));
        giveUpAttempts();
        current.ifPresent(old -> leave(old, farewell));
        current = Optional.of(session);
        farewell = setup.grace();
        drained = false;
        everLetIn = true;
        waits.reset();
        tell(Phase.ONLINE, session.gateway(), "");
    }

    private void giveUpAttempts() {
        hedging.end();
        retry.cancel();
        List<Attempt> others = List.copyOf(attempts);
        attempts.clear();
        others.forEach(Attempt::cancel);
    }

    @Override
    public void drain(GatewaySession session, Message.Drain drain) {
        if (stopped || !current.equals(Optional.of(session)) || !attempts.isEmpty()) {
            return;
        }
        if (drain.deadlineMs() > 0) {
            farewell = Duration.ofMillis(Math.min(drain.deadlineMs(), LONGEST_DRAIN.toMillis()));
        }
        drained = true;
        Optional<TargetAddress> to = drain.to().flatMap(Link::address);
        retry.cancel();
        retry = setup.around().timers().after(loop, waits.soon(), () -> attempt(to));
    }

    private static Optional<TargetAddress> address(String text) {
        try {
            return Optional.of(TargetAddress.parse(text));
        } catch (PenstockException e) {
            return Optional.empty();
        }
    }

    @Override
    public void suspended(GatewaySession session, String why) {
        if (current.equals(Optional.of(session)) && !stopped) {
            tell(Phase.RESUMING, session.gateway(), why);
        }
    }

    @Override
    public void resumed(GatewaySession session) {
        if (current.equals(Optional.of(session)) && !stopped) {
            tell(Phase.ONLINE, session.gateway(), "");
        }
    }

    @Override
    public void ended(GatewaySession session, Ending ending) {
        leaving.remove(session);
        if (current.equals(Optional.of(session))) {
            current = Optional.empty();
            currentEnded(session, ending);
        } else if (attempts.removeIf(attempt -> attempt.holds(session))) {
            failed(session.gateway(), ending);
        }
        if (stopped) {
            setup.changed().run();
        }
    }

    private void currentEnded(GatewaySession session, Ending ending) {
        if (drained && !stopped) {
            leftByGateway(session.gateway());
            return;
        }
        failed(session.gateway(), ending);
        if (ending.kind() == Kind.SILENT && !stopped) {
            hedging.begin();
        }
    }

    /** It had asked to be left, and did not wait for it: the next connection is on its way already. */
    private void leftByGateway(TargetAddress gateway) {
        drained = false;
        tell(Phase.CONNECTING, gateway, "");
    }

    private void attemptFailed(Attempt attempt, Ending ending) {
        if (attempts.remove(attempt)) {
            failed(attempt.gateway(), ending);
        }
    }

    /** An attempt, or the connection itself, ended: while other attempts run they decide. */
    private void failed(TargetAddress gateway, Ending ending) {
        LOG.debug("connection {}: {}: {}", setup.number(), gateway, ending.message());
        if (stopped) {
            return;
        }
        if (current.isEmpty()) {
            LinkStatus next = status.to(phase(ending), gateway.toString(), ending.message(), now());
            tell(ending.isRefusal() ? next.asRefusal() : next);
        }
        if (ending.kind() != Kind.SILENT) {
            hedging.end();
        }
        if (attempts.isEmpty()) {
            retry.cancel();
            retry = setup.around().timers().after(loop, waits.next(ending), () -> attempt(Optional.empty()));
        }
    }

    private Phase phase(Ending ending) {
        return switch (ending.kind()) {
            case DUPLICATE -> Phase.DUPLICATE_REFUSED;
            case DISABLED -> Phase.DISABLED;
            case LOST, SILENT, BUSY, REFUSED -> everLetIn ? Phase.OFFLINE : Phase.NEVER_CONNECTED;
        };
    }

    private void tell(Phase phase, TargetAddress gateway, String reason) {
        tell(status.to(phase, gateway.toString(), reason, now()));
    }

    private void tell(LinkStatus next) {
        status = next;
        setup.changed().run();
    }

    /** Tells the gateway to open nothing more here, and closes once all streams have ended, or the time is up. */
    private void leave(GatewaySession session, Duration grace) {
        leaving.add(session);
        session.leave();
        new Departure(session, loop, setup.around(), grace).start();
    }

    /** Keeps nothing up any more; what is online goes on for at most {@code grace} while it has streams. */
    void stop(Duration grace) {
        if (!stopped) {
            stopped = true;
            giveUpAttempts();
            current.ifPresent(session -> leave(session, grace));
            setup.changed().run();
        }
    }

    /** Whether it was stopped and nothing is left. */
    boolean isOver() {
        return stopped && attempts.isEmpty() && leaving.isEmpty() && current.isEmpty();
    }
}
