package io.penstock.tunnel.agent;

import java.time.Instant;

/**
 * How the tunnel is, in words a person understands. Immutable.
 *
 * @param reason why; empty when all is well
 * @param since when it came to be so
 */
public record TunnelState(Kind kind, String reason, Instant since) {
    /** In a word or two. */
    public enum Kind {
        /** No gateway ever let this agent in. */
        NEVER_CONNECTED("never connected"),
        /** The first attempts. */
        CONNECTING("connecting"),
        /** All connections stand, all targets that are looked at can be reached. */
        ONLINE("online"),
        /** Some connections stand, or some target cannot be reached. */
        DEGRADED("degraded"),
        /** Another process with this id is connected. */
        DUPLICATE_REFUSED("duplicate refused"),
        /** Somebody switched this agent off at the gateway. */
        DISABLED("disabled"),
        /** It was online. */
        OFFLINE("offline");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /** {@code degraded: 1 of 2 connections}. */
    @Override
    public String toString() {
        return reason.isEmpty() ? kind.text() : kind.text() + ": " + reason;
    }
}
