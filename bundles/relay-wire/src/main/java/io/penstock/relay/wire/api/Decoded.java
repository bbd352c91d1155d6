package io.penstock.relay.wire.api;

import io.penstock.core.event.Event;
import java.util.List;

/**
 * The events of one Data frame.
 *
 * @param epoch of which epoch
 * @param first the number of the first, unsigned
 * @param count how many numbers the frame covers: events and unfit ones
 * @param events in order, without the unfit ones; unmodifiable
 * @param unfit those that can be no events, in order
 */
public record Decoded(long epoch, long first, int count, List<Event> events, List<Unfit> unfit) {
    /** One behind the last number. */
    public long next() {
        return first + count;
    }

    /** Without what is numbered below {@code number}: what the server has already. */
    public Decoded from(long number) {
        long skip = number - first;
        if (Long.compareUnsigned(number, first) <= 0) {
            return this;
        }
        if (Long.compareUnsigned(skip, count) >= 0) {
            return new Decoded(epoch, number, 0, List.of(), List.of());
        }
        List<Unfit> left = unfit.stream().filter(each -> Long.compareUnsigned(each.number(), number) >= 0).toList();
        int skippedEvents = (int) skip - (unfit.size() - left.size());
        return new Decoded(epoch, number, count - (int) skip, events.subList(skippedEvents, events.size()), left);
    }
}
