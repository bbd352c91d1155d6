package io.penstock.control.api;

import java.time.Instant;
import java.util.SortedMap;

/**
 * Something an agent is to do once.
 *
 * @param type always {@code command}
 * @param agent whom it is for
 * @param id names it in the result
 * @param command what to do; an agent refuses what it does not know
 * @param args by name
 * @param notBefore not earlier than this
 * @param expiresAt not later than this
 */
public record CommandBody(String type, String agent, String id, String command, SortedMap<String, Object> args,
                          Instant notBefore, Instant expiresAt) {
    /** What it is signed as. */
    public static final String TYPE = "command";

    public CommandBody {
        Given.constant(type, "type", TYPE);
        TextRule.AGENT_ID.checked(agent, "agent");
        TextRule.UUID.checked(id, "id");
        Given.text(command, "command", 1, 64);
        args = Given.map(args, "args", 16);
        Given.required(notBefore, "notBefore");
        Given.required(expiresAt, "expiresAt");
    }
}
