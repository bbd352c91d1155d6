package io.penstock.relay.wire.api;

import static java.util.Objects.requireNonNull;

/**
 * A number of an epoch under which came what can be no event here: a defect of the client's.
 *
 * @param number its number
 * @param reason what is wrong with it
 */
public record Unfit(long number, String reason) {
    public Unfit {
        requireNonNull(reason, "reason is null");
    }
}
