package io.penstock.control.server.http;

import io.penstock.core.value.Secret;
import java.util.Optional;

/**
 * What a request shows. With a bearer there is no cookie: it was left out. Immutable.
 *
 * @param bearer the token of {@code Authorization: Bearer}
 * @param cookie the value of {@code __Host-penstock}
 * @param csrf the header {@code Penstock-CSRF}
 * @param change whether the method changes something, so that a cookie needs {@code csrf}; where the request came from
 *        (Origin, Sec-Fetch-Site) was looked at before
 */
public record Credentials(Optional<Secret> bearer, Optional<Secret> cookie, Optional<String> csrf, boolean change) {
}
