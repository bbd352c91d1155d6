package io.penstock.yamux.api;

/**
 * A look at a session, taken while it runs: each number is right, all together are of about the same moment. Immutable.
 *
 * @param minRttNanos the shortest round trip of the last minute, 0 before the first
 * @param lastRttNanos the latest round trip, 0 before the first
 * @param openStreams streams open now
 * @param openedStreams streams opened so far, by both ends
 * @param refusedStreams streams of the peer that were refused because of a limit
 * @param bytesIn bytes received, frames' headers included
 * @param bytesOut bytes given to the carrier, frames' headers included
 * @param largestWindow the largest receive window a stream was ever granted, in bytes
 * @param heldBytes bytes received that nobody has consumed yet
 * @param queuedBytes memory of what waits to be sent, about
 * @param pings round trips measured
 * @param strayFrames frames for streams that are gone, and answers nobody waited for
 */
public record SessionFigures(long minRttNanos, long lastRttNanos, int openStreams, long openedStreams, long refusedStreams,
        long bytesIn, long bytesOut, long largestWindow, long heldBytes, long queuedBytes, long pings, long strayFrames) {
}
