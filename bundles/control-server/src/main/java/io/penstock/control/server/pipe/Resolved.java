package io.penstock.control.server.pipe;

import java.util.List;

/**
 * A value as it holds on one agent.
 *
 * @param owner the tag, the agent's id, the pipe's name, or empty for global
 * @param overridden what it hides, the strongest first
 * @param ambiguous whether another tag of this agent sets it to something else
 */
public record Resolved(String key, Object value, Level level, String owner, List<Origin> overridden, boolean ambiguous) {
}
