package io.penstock.control.server.fleet;

import java.time.Instant;

/** Two processes with one identity; the first goes on, the second is refused. Immutable; as in the API. */
public record Conflict(Instant since, Side first, Side second) {
    /** One of them. */
    public record Side(String bootId, String host, String address, Instant lastSeen) {
        static Side of(Boot boot) {
            return new Side(boot.bootId(), boot.host(), boot.address(), boot.lastSeen());
        }
    }

    Conflict seconded(Side again) {
        return new Conflict(since, first, again);
    }

    String words() {
        return "two processes with this identity: on " + first.host() + " and on " + second.host();
    }
}
