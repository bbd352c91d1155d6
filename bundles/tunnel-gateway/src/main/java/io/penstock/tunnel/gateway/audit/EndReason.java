package io.penstock.tunnel.gateway.audit;

/** Why a stream ended, or did not begin. */
public enum EndReason {
    /** Both sides had said all they had to say. */
    FINISHED,
    /** The client broke it off. */
    CLIENT_RESET,
    /** The target or its agent broke it off. */
    TARGET_RESET,
    /** The agent's connection was lost. */
    AGENT_LOST,
    /** Nothing had moved for the listener's or user's idle-timeout. */
    IDLE,
    /** The agent, user or listener was removed or disabled. */
    REVOKED,
    /** The gateway stopped. */
    CLOSING,
    /** Not allowed, by the gateway's rules or the agent's. */
    DENIED,
    /** The target's name could not be resolved. */
    DNS,
    /** The target refused the connection. */
    REFUSED,
    /** The target or the agent did not answer in time. */
    TIMEOUT,
    /** There is no way to the target. */
    UNREACHABLE,
    /** No agent was connected that could have reached it. */
    NO_AGENT,
    /** The agent has no target of that name. */
    NO_TARGET,
    /** A limit was reached. */
    LIMIT,
    /** A defect. */
    INTERNAL
}
