package io.penstock.tunnel.wire.api;

/**
 * What an agent knows about one of its named targets.
 *
 * @param code {@link OpenCode#OK} unless it is unreachable
 * @param ms how long the last connect took
 * @param message for people; empty when there is nothing to say
 */
public record TargetHealth(String name, State state, OpenCode code, long ms, String message) {
    /** Whether it can be reached. */
    public enum State { OK, UNREACHABLE, UNKNOWN }
}
