package io.penstock.control.client.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.ManifestPipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a pipe. Immutable.
 *
 * @param good what ran well last: what is run again when a newer one does not
 * @param last what became of the newest one tried
 * @param refused specs that are not tried again before somebody asks for it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PipeMemory(Optional<ManifestPipe> good, Optional<LastAttempt> last, List<String> refused) {
    static final PipeMemory NOTHING = new PipeMemory(Optional.empty(), Optional.empty(), List.of());
    private static final int MAX_REFUSED = 20;

    public PipeMemory {
        refused = refused == null ? List.of() : List.copyOf(refused);
    }

    PipeMemory applied(ManifestPipe pipe, LastAttempt attempt) {
        return new PipeMemory(Optional.of(pipe), Optional.of(attempt), refused);
    }

    PipeMemory refused(LastAttempt attempt) {
        List<String> more = new ArrayList<>(refused);
        more.remove(attempt.spec());
        more.add(attempt.spec());
        return new PipeMemory(good, Optional.of(attempt), more.subList(Math.max(0, more.size() - MAX_REFUSED), more.size()));
    }

    PipeMemory retried() {
        return new PipeMemory(good, last, List.of());
    }
}
