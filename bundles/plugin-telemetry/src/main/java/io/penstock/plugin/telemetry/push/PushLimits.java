package io.penstock.plugin.telemetry.push;

/**
 * How much a request may hold. Immutable.
 *
 * @param points at most; larger batches become several requests
 * @param bytes of the body before compression; more only for a single point
 */
public record PushLimits(int points, long bytes) {
}
