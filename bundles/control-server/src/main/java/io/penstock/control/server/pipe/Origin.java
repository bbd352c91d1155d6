package io.penstock.control.server.pipe;

/**
 * A value that one level sets.
 *
 * @param owner the tag, the agent's id, the pipe's name, or empty for global
 */
public record Origin(Object value, Level level, String owner) {
}
