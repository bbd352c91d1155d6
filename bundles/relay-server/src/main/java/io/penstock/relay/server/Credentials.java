package io.penstock.relay.server;

import io.penstock.core.value.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges whether a client may have the name it gives. Every refusal costs the same work: one code is computed and
 * compared in constant time, be there a token for the name or not. Immutable, thread-safe.
 */
final class Credentials {
    private static final int DUMMY_BYTES = 32;

    private final Optional<Secret> shared;
    private final Map<String, Secret> byName;
    private final boolean certifiedNames;
    private final Secret nobodys;

    Credentials(RelayOptions options, SecureRandom random) {
        this.shared = options.token();
        this.byName = options.clients();
        this.certifiedNames = options.certifiedNames();
        byte[] dummy = new byte[DUMMY_BYTES];
        random.nextBytes(dummy);
        this.nobodys = Secret.of(HexFormat.of().formatHex(dummy));
    }

    /** Whether a token of its own protects the name, so that nobody without it may have it. */
    boolean isBound(String name) {
        return byName.containsKey(name);
    }

    /**
     * Why the client may not have the name; empty when it may. The reason is for our own log: a client must not learn it.
     *
     * @param given the code it sent
     * @param codeWith the code it would have sent with a token
     * @param certified the names in its certificate; empty without one
     */
    Optional<String> refusal(String name, byte[] given, Function<Secret, byte[]> codeWith, Set<String> certified) {
        Optional<Secret> token = Optional.ofNullable(byName.get(name)).or(() -> shared);
        boolean equal = MessageDigest.isEqual(codeWith.apply(token.orElse(nobodys)), given);
        if (certifiedNames && !certified.contains(name)) {
            return Optional.of("its certificate is not for this name");
        }
        if (shared.isEmpty() && byName.isEmpty()) {
            return Optional.empty();
        }
        if (token.isEmpty()) {
            return Optional.of("no client of this name is known");
        }
        return equal ? Optional.empty() : Optional.of("its token is not the one for this name");
    }
}
