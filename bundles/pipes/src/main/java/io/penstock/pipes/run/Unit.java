package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import java.util.List;
import java.util.Optional;

/**
 * Events on their way through the steps with one claim, of which the unit owns a share. Immutable.
 *
 * @param claim empty for events nobody is owed for, such as those a step makes of itself
 * @param start where they come from
 * @param bytes what they hold of the budget
 */
record Unit(Optional<Claim> claim, Fanout start, List<Event> events, long bytes) {
}
