package io.penstock.relay.wire.api;

/**
 * What a client still holds of one epoch: events numbered {@code [first, next)}.
 *
 * @param epoch 64 random bits
 * @param first the first event not acknowledged, unsigned
 * @param next one behind the last event spooled by now
 */
public record EpochRange(long epoch, long first, long next) {
    public EpochRange {
        if (Long.compareUnsigned(first, next) > 0) {
            throw new IllegalArgumentException("an epoch's first " + Long.toUnsignedString(first) + " lies behind its next "
                    + Long.toUnsignedString(next));
        }
    }
}
