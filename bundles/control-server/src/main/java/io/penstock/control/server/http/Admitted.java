package io.penstock.control.server.http;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request that may be answered, before its body was read. Immutable.
 *
 * @param idempotencyKey present exactly where the route creates
 */
record Admitted(RouteRule rule, Map<String, String> variables, Map<String, String> query, OptionalLong ifMatch,
                Optional<String> idempotencyKey, Caller caller)
        implements Admission {
}
