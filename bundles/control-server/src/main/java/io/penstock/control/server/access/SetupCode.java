package io.penstock.control.server.access;

import io.penstock.core.value.Secret;
import java.time.Instant;

/** What makes the first admin, once. */
public record SetupCode(Secret code, Instant expires) {
}
