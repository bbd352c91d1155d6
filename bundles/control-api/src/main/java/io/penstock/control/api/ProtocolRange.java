package io.penstock.control.api;

import java.util.OptionalInt;

/**
 * Versions of the agent's protocol that are understood.
 *
 * @param min the oldest
 * @param max the newest
 */
public record ProtocolRange(int min, int max) {
    public ProtocolRange {
        Given.within(min, "min", 1, 1_000);
        Given.within(max, "max", 1, 1_000);
        if (max < min) {
            throw Given.wrong("max", "at least min, " + min, Integer.toString(max));
        }
    }

    /** The newest version both understand. */
    public OptionalInt common(ProtocolRange other) {
        int newest = Math.min(max, other.max);
        return newest >= Math.max(min, other.min) ? OptionalInt.of(newest) : OptionalInt.empty();
    }
}
