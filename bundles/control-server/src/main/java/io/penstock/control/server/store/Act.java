package io.penstock.control.server.store;

import java.util.Map;

/**
 * Somebody did something, or was refused it: one entry of the audit.
 *
 * @param actor such as {@code user:ann}
 * @param actorName as people know it
 * @param action noun and verb: {@code users.create}
 * @param kind what it was done to: a {@link ChangeKind#text}, or another noun
 * @param id which of them; may be empty
 * @param address where the request came from; may be empty
 * @param requestId the request's
 * @param detail what changed; never a secret
 */
public record Act(String actor, String actorName, String action, String kind, String id, Result result, String address,
        String requestId, Map<String, ?> detail) {
    /** How it went. */
    public enum Result {
        DONE, DENIED, FAILED
    }

    public Act {
        detail = Map.copyOf(detail);
    }
}
