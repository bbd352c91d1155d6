package io.penstock.control.server.fleet;

import java.time.Instant;

/**
 * One process of an agent. Immutable.
 *
 * @param seq of the newest request
 */
record Boot(String bootId, String host, String address, long seq, Instant lastSeen) {
    Boot seen(String from, long newSeq, Instant at) {
        return new Boot(bootId, host, from, newSeq, at);
    }
}
