package io.penstock.cli.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long ago something was, in the room a table has. */
final class Ages {
    private static final int SECONDS_SHOWN = 120;
    private static final int MINUTES_SHOWN = 120;
    private static final int HOURS_SHOWN = 48;

    private Ages() {
    }

    /** Such as {@code 12s}, {@code 5m}, {@code 3h}, {@code 20d}; empty where there is no time. */
    static String of(Object time, Optional<Instant> now) {
        if (!(time instanceof String text)) {
            return "";
        }
        if (now.isEmpty()) {
            return text;
        }
        Duration age = Duration.between(Instant.parse(text), now.get());
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < SECONDS_SHOWN) {
            return seconds + "s";
        }
        if (age.toMinutes() < MINUTES_SHOWN) {
            return age.toMinutes() + "m";
        }
        return age.toHours() < HOURS_SHOWN ? age.toHours() + "h" : age.toDays() + "d";
    }
}
