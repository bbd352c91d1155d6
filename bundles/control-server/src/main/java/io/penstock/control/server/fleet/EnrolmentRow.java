package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A key with which agents make their own entries. Immutable; as in the API. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record EnrolmentRow(String id, String label, String mode, Optional<Instant> expiresAt, Optional<Integer> maxAgents, long used,
                    List<String> cidrs, SortedMap<String, String> tags, String last4, String state,
                    Optional<Instant> closedAt, Instant createdAt, String createdBy, long version) {
    /** Whether a person has to approve its agents. */
    boolean approves() {
        return mode.equals("approve");
    }
}
