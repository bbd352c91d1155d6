package io.penstock.control.server.access;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be written in the fields of people, programs and tokens. */
final class Texts {
    private static final Pattern USER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Pattern LABEL = Pattern.compile("[^\\x00-\\x1f\\x7f]{1,100}");
    private static final Pattern CREDENTIAL_ID = Pattern.compile("[0-9A-Za-z]{16}");
    private static final Duration LONGEST = Duration.ofDays(366);

    private Texts() {
    }

    static String userName(String name) {
        return checked(USER_NAME, name, "/name", "up to 64 letters, digits, dots, hyphens, underscores and @, a letter or digit"
                + " first");
    }

    static String label(String label) {
        return checked(LABEL, label, "/label", "1 to 100 characters");
    }

    static String credentialId(String id, String code, String noun) {
        if (!CREDENTIAL_ID.matcher(id).matches()) {
            throw new PenstockException(ErrorKind.NOT_FOUND, code, "there is no " + noun + " \"" + id + "\"");
        }
        return id;
    }

    static Instant expiry(Instant at, Instant now) {
        if (!at.isAfter(now) || at.isAfter(now.plus(LONGEST))) {
            throw PenstockException.invalid("tokens.expires", "expiresAt: expected a time within a year from now, not " + at);
        }
        return at;
    }

    static <T> T required(Optional<T> value, String pointer) {
        return value.orElseThrow(() -> PenstockException.invalid("request.field", pointer + " is missing"));
    }

    private static String checked(Pattern pattern, String text, String pointer, String expected) {
        if (!pattern.matcher(text).matches()) {
            throw PenstockException.invalid("request.field", pointer + ": expected " + expected);
        }
        return text;
    }
}
