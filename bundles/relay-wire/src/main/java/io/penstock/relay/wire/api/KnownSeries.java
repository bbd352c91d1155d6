package io.penstock.relay.wire.api;

import java.util.Optional;

/**
 * A series a client told.
 *
 * @param unfit why its points can be no events; empty when they can
 */
record KnownSeries(SeriesKey key, Optional<String> unfit) {
}
