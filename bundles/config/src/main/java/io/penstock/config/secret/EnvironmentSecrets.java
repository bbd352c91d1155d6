package io.penstock.config.secret;

import io.penstock.core.error.PenstockException;
import io.penstock.core.secret.SecretProvider;
import io.penstock.core.value.Secret;
import java.util.Map;
import java.util.Optional;

/** {@code ${secret:env/NAME}}: as {@code ${NAME}}, but known to be a secret. Immutable. */
public final class EnvironmentSecrets implements SecretProvider {
    private final Map<String, String> environment;

    /** @param environment the process's variables */
    public EnvironmentSecrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String provider() {
        return "env";
    }

    @Override
    public Optional<Secret> secret(String name, Optional<String> key) {
        if (key.isPresent()) {
            throw PenstockException.invalid("config.reference", "an environment variable has no keys: write ${secret:env/"
                    + name + "}");
        }
        return Optional.ofNullable(environment.get(name)).map(Secret::of);
    }
}
