package io.penstock.relay.client.block;

/**
 * How far an epoch goes.
 *
 * @param epoch 64 random bits, made when the spool was opened for writing
 * @param next one behind the epoch's last event
 */
public record EpochEnd(long epoch, long next) {
}
