package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import java.util.List;

/**
 * One origin batch's share at one output. Immutable; the list is never changed once it is in a chunk. Owns one share of
 * the claim and its bytes of the budget until it is given back.
 *
 * @param events may be empty for a mere sign that the origin batch has passed
 * @param arrived when it came to the output, on the clock's monotonic count
 */
record Chunk(Claim claim, List<Event> events, long bytes, long arrived) {
    /** What a chunk costs besides its events. */
    static final long OVERHEAD_BYTES = 128;

    static long sizeOf(List<? extends Event> events) {
        long sum = OVERHEAD_BYTES;
        for (int i = 0, n = events.size(); i < n; i++) {
            sum += events.get(i).sizeBytes();
        }
        return sum;
    }
}
