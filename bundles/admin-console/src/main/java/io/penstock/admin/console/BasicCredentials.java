package io.penstock.admin.console;

import io.penstock.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a browser sends after its login box: a name and a password. */
record BasicCredentials(String user, Secret password) {
    private static final String SCHEME = "Basic ";
    private static final int MAX_CHARS = 4096;

    /** @param header the Authorization header; null when there is none */
    static Optional<BasicCredentials> parse(String header) {
        if (header == null || header.length() > MAX_CHARS || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 ? Optional.of(new BasicCredentials(parts[0], Secret.of(parts[1]))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
