package io.penstock.control.server.fleet;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.access.Made;
import io.penstock.control.server.access.NewCredential;
import io.penstock.control.server.store.Tx;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Keys for the agent in the server's own process: for one agent, valid for ten minutes. Thread-safe. */
final class LocalKey {
    /** Selects the agent in the server's own process, by the tag it comes with. */
    static final String SELECTOR = "internal";
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final String LABEL = "the server's own agent";
    private static final String BY = "local";

    private final FleetParts parts;

    LocalKey(FleetParts parts) {
        this.parts = parts;
    }

    CompletionStage<Secret> make() {
        return parts.write(this::made);
    }

    private Secret made(Tx tx) {
        Optional<Instant> expires = Optional.of(tx.now().plus(VALID));
        Made made = parts.credentials().make(tx, NewCredential.of(CredentialKind.ENROLMENT, "", LABEL, BY, expires));
        EnrolmentTable.insert(tx, parts.json(), new EnrolmentRow(made.id(), LABEL, "auto", expires, Optional.of(1), 0, List.of(),
                new TreeMap<>(Map.of(SELECTOR, "")), "", "open", Optional.empty(), tx.now(), BY, 1));
        return made.token();
    }
}
