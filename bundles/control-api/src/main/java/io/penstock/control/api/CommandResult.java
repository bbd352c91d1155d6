package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What became of a command.
 *
 * @param commandId which
 * @param status how it ended
 * @param message for people
 * @param output what it put out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CommandResult(String commandId, CommandStatus status, Optional<String> message, Optional<String> output) {
    public CommandResult {
        TextRule.UUID.checked(commandId, "commandId");
        Given.required(status, "status");
        Given.textIfAny(message, "message", 0, 4_000);
        Given.textIfAny(output, "output", 0, 65_536);
    }
}
