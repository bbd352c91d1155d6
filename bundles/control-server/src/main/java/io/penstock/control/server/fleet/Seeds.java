package io.penstock.control.server.fleet;

import io.penstock.control.api.Desired;
import io.penstock.control.api.OnFailure;
import io.penstock.control.api.TextRule;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.RevisionTable;
import io.penstock.control.server.store.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** The pipes a new installation begins with: of the agent in the server's own process, with a first revision that is live. */
final class Seeds {
    private static final String BY = "server:seed";

    private final FleetParts parts;
    private final PipeReader reader;

    Seeds(FleetParts parts, PipeReader reader) {
        this.parts = parts;
        this.reader = reader;
    }

    /** Once in the life of a store, whatever became of them since; gives how many were made. */
    CompletionStage<Integer> plant(Collection<String> texts) {
        return parts.write(tx -> {
            if (tx.one("select count(*) as n from pipes", row -> row.number("n")).orElse(0L) > 0) {
                return 0;
            }
            texts.forEach(text -> plant(tx, text));
            return texts.size();
        });
    }

    private void plant(Tx tx, String text) {
        String name = TextRule.PIPE_NAME.checked(reader.outline(text).name(), "name");
        PipeRow pipe = new PipeRow(parts.ids().get(), name, Optional.empty(), Optional.empty(), Optional.empty(), 1,
                OptionalInt.empty(), Desired.RUNNING, PipeRow.USUAL_HEALTH, OnFailure.ROLLBACK, LocalKey.SELECTOR, List.of(), 1,
                tx.now(), BY, Optional.empty());
        PipeTable.insert(tx, parts.json(), pipe);
        PipeTable.live(tx, pipe.id(), RevisionTable.add(tx, pipe, text, "as shipped", BY, Optional.empty()).number());
    }
}
