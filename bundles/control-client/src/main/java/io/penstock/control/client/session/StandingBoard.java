package io.penstock.control.client.session;

import io.penstock.core.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where everybody reads how this agent stands; one line of the log for each change. Thread-safe. */
public final class StandingBoard {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");

    private final Clock clock;
    private volatile Standing standing;
    private volatile Optional<Instant> answered = Optional.empty();

    StandingBoard(Clock clock) {
        this.clock = clock;
        this.standing = new Standing(Standing.Kind.STARTING, "", clock.now());
    }

    /** As it is now. */
    public Standing now() {
        return standing;
    }

    /** When the server last answered a request as it should. */
    public Optional<Instant> answered() {
        return answered;
    }

    void connected(String server, String agent) {
        answered = Optional.of(clock.now());
        if (standing.kind() != Standing.Kind.CONNECTED) {
            standing = new Standing(Standing.Kind.CONNECTED, "", clock.now());
            LOG.info("Works for {} as \"{}\"", server, agent);
        }
    }

    void is(Standing.Kind kind, String reason) {
        Standing before = standing;
        if (before.kind() == kind && before.reason().equals(reason)) {
            return;
        }
        standing = new Standing(kind, reason, before.kind() == kind ? before.since() : clock.now());
        if (before.kind() != kind) {
            tell(kind, reason);
        }
    }

    private static void tell(Standing.Kind kind, String reason) {
        switch (kind) {
            case UNREACHABLE -> LOG.warn("The server does not answer, what runs here runs on: {}", reason);
            case REFUSED, CONFLICT, REMOVED -> LOG.error("The server does not want this agent: {}", reason);
            case STARTING, ENROLLING, PENDING, CONNECTED -> LOG.info("{}", reason);
        }
    }
}
