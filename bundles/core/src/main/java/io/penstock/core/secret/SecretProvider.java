package io.penstock.core.secret;

import io.penstock.core.value.Secret;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Somewhere secrets are kept: a service, found by its name in {@code ${secret:provider/name#key}}. Thread-safe; may
 * block on I/O for as long as its own deadline allows.
 */
@ConsumerType
public interface SecretProvider {
    /** The name before the slash, e.g. {@code file}, {@code env}. */
    String provider();

    /**
     * Looks a secret up.
     *
     * @param name what stands between the slash and the {@code #}
     * @param key what stands behind the {@code #}, for providers that hold several values under one name
     * @return empty when there is no such secret
     * @throws io.penstock.core.error.PenstockException RETRY when the place cannot be reached
     */
    Optional<Secret> secret(String name, Optional<String> key);
}
