package io.penstock.control.server.documents;

import io.penstock.control.api.TextRule;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.AgentRow;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.store.Tx;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Agents' entries. One transaction, one thread. */
final class AgentDocuments {
    private static final Set<String> KNOWN = Set.of("type", "platform", "deployment", "image", "tags", "disabled");
    private static final int MAX_IMAGE = 255;

    private final FleetParts parts;
    private final Tx tx;
    private final Call call;
    private boolean edited;

    AgentDocuments(FleetParts parts, Tx tx, Call call) {
        this.parts = parts;
        this.tx = tx;
        this.call = call;
    }

    /** Whether what agents run may differ now. */
    boolean edited() {
        return edited;
    }

    void apply(Document document) {
        Fields fields = Fields.of(document.spec(), KNOWN);
        TextRule.AGENT_NAME.checked(document.name(), "/name");
        Optional<AgentRow> there = AgentTable.byName(tx, parts.json(), document.name());
        AgentRow wanted = described(there.orElseGet(() -> AgentTable.fresh(parts.ids().get(), document.name(), tx.now(),
                Actors.actor(call.caller()))), fields);
        if (there.isEmpty()) {
            AgentTable.insert(tx, parts.json(), wanted);
            parts.newcomers().place(tx, wanted);
            tx.audit(Actors.done(call, "agents.create", "agent", wanted.id(), Map.of("name", wanted.name())));
        } else if (!there.get().equals(wanted)) {
            AgentTable.update(tx, parts.json(), wanted, there.get().version());
            edited = true;
        }
    }

    private static AgentRow described(AgentRow row, Fields fields) {
        return row.described(row.name(), fields.text("type", TextRule.FIELD), fields.text("platform", TextRule.FIELD),
                        fields.text("deployment", TextRule.FIELD), fields.text("image", MAX_IMAGE),
                        fields.flag("disabled").orElse(false))
                .tagged(fields.tags("tags").orElse(Collections.emptySortedMap()));
    }
}
