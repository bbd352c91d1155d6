package io.penstock.core.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header of RFC 9110, section 10.2.3: seconds, or a date. */
public final class RetryAfter {
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {
    }

    /** How long to wait; empty without the header, or when it says nothing sensible. */
    public static Optional<Duration> of(Optional<String> header, Instant now) {
        return header.map(String::strip).flatMap(text -> {
            if (text.matches("\\d{1," + MAX_DIGITS + "}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            try {
                Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }
}
