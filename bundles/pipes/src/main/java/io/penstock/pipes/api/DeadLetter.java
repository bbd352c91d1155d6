package io.penstock.pipes.api;

import io.penstock.core.event.Event;
import java.time.Instant;

/**
 * An event kept aside. Immutable.
 *
 * @param id grows with time within a pipe
 * @param at when it was set aside
 * @param node the step or output that could not handle it
 * @param reason why, one line, without secrets
 * @param event as it came to the node
 */
public record DeadLetter(long id, Instant at, String node, String reason, Event event) {
}
