package io.penstock.relay.wire.api;

import io.penstock.core.error.PenstockException;

/**
 * What a Welcome allows.
 *
 * @param maxFrameBytes longest frame (type and body), and longest plain body; at least {@value #LEAST_FRAME_BYTES}
 * @param maxEvents most events in one Data frame
 * @param maxSeries most series between two Resets
 */
public record WireLimits(int maxFrameBytes, int maxEvents, int maxSeries) {
    /** No limit of bytes is lower: one series, one field's name always fit. */
    public static final int LEAST_FRAME_BYTES = 128 * 1024;
    /** What fits most: 4 MiB, 50 000 events, 100 000 series. */
    public static final WireLimits USUAL = new WireLimits(4 * 1024 * 1024, 50_000, 100_000);

    public WireLimits {
        if (maxFrameBytes < LEAST_FRAME_BYTES || maxEvents < 1 || maxSeries < 1) {
            throw PenstockException.invalid("relay.limits", "limits of " + maxFrameBytes + " bytes, " + maxEvents + " events, " + maxSeries
                    + " series; at least " + LEAST_FRAME_BYTES + " bytes, 1 event and 1 series were expected");
        }
    }

    /** Those of a Welcome; INVALID ({@code relay.limits}) when they are too low to be of use. */
    public static WireLimits of(Message.Welcome welcome) {
        return new WireLimits(welcome.maxFrameBytes(), welcome.maxEvents(), welcome.maxSeries());
    }
}
