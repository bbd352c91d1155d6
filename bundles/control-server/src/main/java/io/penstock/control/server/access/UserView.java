package io.penstock.control.server.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.server.http.Role;
import java.time.Instant;
import java.util.Optional;

/** A person, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record UserView(String id, String name, Role role, boolean disabled, Instant createdAt, Instant passwordAt,
        Optional<Instant> lockedUntil, long version) {
    static UserView of(Person person) {
        return new UserView(person.id(), person.name(), person.role(), person.disabled(), person.createdAt(),
                person.passwordAt(), person.lockedUntil(), person.version());
    }
}
