package io.penstock.control.api;

import java.time.Instant;

/**
 * A line of an agent's log.
 *
 * @param at when, by the agent's clock
 * @param level how bad it is
 * @param logger whose it is
 * @param message what it says
 */
public record LogLine(Instant at, LogLevel level, String logger, String message) {
    public LogLine {
        Given.required(at, "at");
        Given.required(level, "level");
        Given.text(logger, "logger", 1, 200);
        Given.text(message, "message", 0, 8_192);
    }
}
