package io.penstock.control.server.fleet;

import io.penstock.control.api.TextRule;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.rollout.Cause;
import io.penstock.control.server.rollout.Gate;
import io.penstock.control.server.rollout.TargetTable;
import io.penstock.control.server.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** {@code /agents}: the entries. */
final class AgentsResource implements Resource {
    private static final String PLACE = "/api/v1/agents";
    private static final Set<String> NEW = Set.of("id", "name", "type", "platform", "deployment", "image", "tags");
    private static final Set<String> PATCH = Set.of("name", "type", "platform", "deployment", "image", "tags", "disabled");
    private static final int MAX_IMAGE = 255;
    private final FleetParts parts;
    private final AgentList list;

    AgentsResource(FleetParts parts) {
        this.parts = parts;
        this.list = new AgentList(parts);
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE).role(Role.VIEWER).to(list::page);
        routes.on("POST", PLACE).role(Role.OPERATOR).creates().to(this::make);
        routes.on("GET", PLACE + "/facets").role(Role.VIEWER).to(list::facets);
        routes.on("GET", PLACE + "/{id}").role(Role.VIEWER).to(this::show);
        routes.on("PATCH", PLACE + "/{id}").role(Role.OPERATOR).changes().to(this::change);
        routes.on("DELETE", PLACE + "/{id}").role(Role.ADMIN).changes().to(this::remove);
    }

    private CompletionStage<Answer> make(Call call) {
        Fields fields = Fields.of(call, NEW);
        String name = TextRule.AGENT_NAME.checked(fields.required("name", 30), "/name");
        String id = fields.text("id", TextRule.AGENT_ID).orElseGet(parts.ids());
        return parts.write(tx -> {
            AgentRow row = AgentTable.fresh(id, name, tx.now(), Actors.actor(call.caller()))
                    .described(name, field(fields, "type"), field(fields, "platform"), field(fields, "deployment"),
                            image(fields), false)
                    .tagged(fields.tags("tags").orElse(java.util.Collections.emptySortedMap()));
            AgentTable.insert(tx, parts.json(), row);
            parts.newcomers().place(tx, row);
            tx.audit(Actors.done(call, "agents.create", "agent", id, Map.of("name", name, "tags", row.tags())));
            return row;
        }).thenApply(row -> {
            AgentAnswer agent = AgentAnswer.of(parts.view(id), parts.clock().now(), Optional.empty());
            return Answer.created(PLACE + "/" + id, new AgentAnswer.Made(agent, Launches.launch(row, parts.place().get())),
                    agent.version());
        });
    }

    private static Optional<String> field(Fields fields, String name) {
        return fields.text(name, TextRule.FIELD);
    }

    private static Optional<String> image(Fields fields) {
        return fields.text("image", MAX_IMAGE).map(text -> {
            if (!text.matches("[!-~]{1,255}")) {
                throw io.penstock.core.error.PenstockException.invalid("request.field", "/image: expected an image's name");
            }
            return text;
        });
    }

    private CompletionStage<Answer> show(Call call) {
        AgentView view = parts.view(call.path("id"));
        return parts.read(rows -> KeyTable.newest(rows, view.row().id())).thenApply(credential ->
                Answer.ok(AgentAnswer.of(view, parts.clock().now(), credential), view.row().version()));
    }

    private CompletionStage<Answer> change(Call call) {
        Fields fields = Fields.of(call, PATCH).notEmpty();
        boolean dryRun = call.flag("dryRun");
        String id = call.path("id");
        if (dryRun) {
            return parts.read(rows -> {
                Configuration before = parts.gate().before(rows);
                AgentRow row = AgentTable.known(rows, parts.json(), id);
                return parts.gate().touched(rows, before, UnaryOperator.identity(), List.of(changed(row, fields)),
                        Gate.scope(false).or(Gate.scope(true))).agents();
            }).thenApply(touches -> changed(call, touches, Optional.empty()));
        }
        return parts.write(tx -> change(tx, call, id, fields))
                .thenApply(passed -> changed(call, passed.touches(), passed.rollout()));
    }

    private Gate.Passed change(Tx tx, Call call, String id, Fields fields) {
        Configuration before = parts.gate().before(tx);
        AgentRow row = AgentTable.known(tx, parts.json(), id);
        AgentRow changed = changed(row, fields);
        Gate.Touched touched = fields.has("tags") || fields.has("type") || fields.has("platform") || fields.has("deployment")
                || fields.has("name") ? parts.gate().touched(tx, before, UnaryOperator.identity(), List.of(changed),
                place -> true) : new Gate.Touched(List.of(), Map.of());
        AgentTable.update(tx, parts.json(), changed, call.ifMatch());
        tx.audit(Actors.done(call, "agents.change", "agent", id, Map.of("before", told(row), "after", told(changed))));
        return parts.gate().pass(tx, touched, Cause.TAGS, Optional.empty(), FleetParts.usual(), Actors.actor(call.caller()));
    }

    private static AgentRow changed(AgentRow row, Fields fields) {
        return row.described(fields.has("name") ? TextRule.AGENT_NAME.checked(fields.required("name", 30), "/name") : row.name(),
                        fields.has("type") ? field(fields, "type") : row.type(),
                        fields.has("platform") ? field(fields, "platform") : row.platform(),
                        fields.has("deployment") ? field(fields, "deployment") : row.deployment(),
                        fields.has("image") ? image(fields) : row.image(), fields.flag("disabled").orElse(row.disabled()))
                .tagged(fields.tags("tags", row.tags()).orElse(row.tags()));
    }

    private static Map<String, ?> told(AgentRow row) {
        return Map.of("name", row.name(), "tags", row.tags(), "disabled", row.disabled());
    }

    private Answer changed(Call call, int touches, Optional<String> rollout) {
        AgentView view = parts.view(call.path("id"));
        AgentAnswer.Changed body = new AgentAnswer.Changed(AgentAnswer.of(view, parts.clock().now(), Optional.empty()), touches,
                rollout);
        Answer answer = rollout.isPresent() ? Answer.accepted(body) : Answer.ok(body);
        return answer.header("ETag", Answer.etag(view.row().version()));
    }

    private CompletionStage<Answer> remove(Call call) {
        String id = call.path("id");
        return parts.write(tx -> {
            AgentRow row = AgentTable.known(tx, parts.json(), id);
            AgentTable.remove(tx, id, call.ifMatch());
            PlacementTable.removeAgent(tx, id);
            TargetTable.forget(tx, id);
            tx.update("delete from key_agents where agent_id = ?", id);
            PresenceTable.history(tx, id, new Status(Substate.REMOVED, "removed", Instant.ofEpochMilli(tx.now().toEpochMilli())));
            tx.audit(Actors.done(call, "agents.remove", "agent", id, Map.of("name", row.name())));
            return Answer.none();
        });
    }

}
