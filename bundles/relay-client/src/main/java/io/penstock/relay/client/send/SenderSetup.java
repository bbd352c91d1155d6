package io.penstock.relay.client.send;

import io.penstock.core.time.Clock;
import io.penstock.relay.client.backlog.EventSpool;
import io.penstock.relay.client.backlog.Signal;
import io.penstock.relay.client.identity.ClientIdentity;
import io.penstock.relay.client.settings.RelayOptions;
import java.util.random.RandomGenerator;

/**
 * What a sender works with.
 *
 * @param name who the server is told this is
 * @param identity and by what it recognises it
 * @param signal raised by the spool
 * @param random for nonces and jitter: not to be guessed
 */
public record SenderSetup(RelayOptions options, String name, ClientIdentity identity, EventSpool spool, Clock clock,
                          Signal signal, RandomGenerator random, RelayState state, RelayCounters counters) {
}
