package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** Something an agent is, or was, to do. Immutable; as in the API. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Command(String id, String agentId, String type, SortedMap<String, Object> args, State state, Instant createdAt,
               String createdBy, Instant expiresAt, Optional<Instant> doneAt, Optional<String> message, boolean hasOutput) {
    /** How far it is. */
    enum State {
        WAITING, SENT, DONE, FAILED, REFUSED, EXPIRED, CANCELLED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        boolean open() {
            return this == WAITING || this == SENT;
        }
    }
}
