package io.penstock.control.server.http;

import java.util.Optional;

/**
 * What is served. Immutable.
 *
 * @param started whether these are all routes; until then a path that is not known is answered with {@code server.starting}
 * @param idempotency empty until started
 */
record Serving(boolean started, RouteTable routes, Authenticator authenticator, Optional<IdempotencyStore> idempotency) {
}
