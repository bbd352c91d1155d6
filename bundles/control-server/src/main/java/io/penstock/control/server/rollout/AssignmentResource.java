package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.AgentRow;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.PlannedPipe;
import io.penstock.control.server.pipe.Resolved;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.pipe.Touch;
import io.penstock.control.server.store.Rows;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /pipes/{pipe}/assignment}: whose a pipe is. */
public final class AssignmentResource implements Resource {
    private static final String PLACE = PipesResource.PLACE + "/{pipe}/assignment";
    private static final int MAX_AGENTS = 1000;
    private static final int MAX_NAMED = 1000;
    private final FleetParts parts;

    public AssignmentResource(FleetParts parts) {
        this.parts = parts;
    }

    private record Assignment(String selector, List<String> agents, long version) {
    }

    private record Preview(int touches, List<PreviewAgent> agents) {
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record PreviewAgent(String id, String name, Optional<String> before, Optional<String> after,
                                List<String> ambiguous) {
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE).role(Role.VIEWER).to(this::show);
        routes.on("PUT", PLACE).role(Role.OPERATOR).changes().to(this::put);
        routes.on("GET", PLACE + "/preview").role(Role.VIEWER).to(this::preview);
    }

    private PipeRow pipe(Rows rows, Call call) {
        return PipeTable.known(rows, parts.json(), call.path("pipe"));
    }

    private CompletionStage<Answer> show(Call call) {
        return parts.read(rows -> {
            PipeRow pipe = pipe(rows, call);
            return Answer.ok(new Assignment(pipe.selector(), pipe.agentIds(), pipe.version()), pipe.version());
        });
    }

    private CompletionStage<Answer> put(Call call) {
        Fields given = Fields.of(call, Set.of("selector", "agents"));
        if (call.flag("dryRun")) {
            return parts.read(rows -> {
                PipeRow pipe = pipe(rows, call);
                return Answer.ok(new Gate.Passed(touched(rows, assigned(rows, pipe, given)).agents(), Optional.empty()), call.ifMatch());
            });
        }
        return parts.write(tx -> {
            PipeRow pipe = pipe(tx, call);
            PipeRow assigned = assigned(tx, pipe, given);
            Gate.Touched touched = touched(tx, assigned);
            PipeTable.update(tx, parts.json(), assigned, call.ifMatch());
            tx.audit(Actors.done(call, "pipes.assign", "pipe", pipe.id(), Map.of("before", pipe.selector(), "selector",
                    assigned.selector(), "agents", assigned.agentIds())));
            return PipesResource.answer(parts.gate().pass(tx, touched, Cause.ASSIGNMENT, Optional.of(pipe.id()),
                    FleetParts.usual(), Actors.actor(call.caller())), call.ifMatch() + 1);
        });
    }

    private PipeRow assigned(Rows rows, PipeRow pipe, Fields given) {
        List<String> agents = given.texts("agents", MAX_AGENTS).orElse(List.of());
        agents.forEach(agent -> AgentTable.known(rows, parts.json(), agent));
        String selector = given.text("selector", Selector.MAX_CHARACTERS).orElse("");
        return pipe.assigned(Selector.parse(selector).toString(), agents.stream().distinct().sorted().toList());
    }

    private Gate.Touched touched(Rows rows, PipeRow assigned) {
        Configuration before = parts.gate().before(rows);
        return parts.gate().touched(rows, before, configuration -> Gate.edited(configuration, assigned),
                AgentTable.all(rows, parts.json()), assigned.id()::equals);
    }

    private CompletionStage<Answer> preview(Call call) {
        String selector = call.query("selector").orElseThrow(() -> PenstockException.invalid("request.query",
                "selector is missing"));
        Selector parsed = Selector.parse(selector);
        return parts.read(rows -> {
            PipeRow pipe = pipe(rows, call);
            Collection<AgentRow> agents = AgentTable.all(rows, parts.json());
            Map<String, Touch> touches = new HashMap<>();
            touched(rows, pipe.assigned(parsed.toString(), pipe.agentIds())).touches()
                    .forEach(touch -> touches.put(touch.agentId(), touch));
            Configuration configuration = parts.gate().before(rows);
            List<PreviewAgent> named = new ArrayList<>();
            int all = 0;
            for (AgentRow agent : agents) {
                boolean chosen = parsed.matches(agent.facts()) || pipe.agentIds().contains(agent.id());
                all += chosen ? 1 : 0;
                if ((chosen || touches.containsKey(agent.id())) && named.size() < MAX_NAMED) {
                    named.add(previewed(agent, Optional.ofNullable(touches.get(agent.id())), pipe, configuration));
                }
            }
            return Answer.ok(new Preview(pipe.live().isPresent() ? touches.size() : all, named));
        });
    }

    private static PreviewAgent previewed(AgentRow agent, Optional<Touch> touch, PipeRow pipe, Configuration configuration) {
        Set<String> params = Optional.ofNullable(configuration.pipes().get(pipe.id())).flatMap(PlannedPipe::wanted)
                .map(wanted -> wanted.params().keySet()).orElse(Set.of());
        List<String> ambiguous = params.stream().filter(key -> configuration.parameters().resolve(agent.facts(), key)
                .filter(Resolved::ambiguous).isPresent()).sorted().toList();
        return new PreviewAgent(agent.id(), agent.name(), touch.flatMap(Touch::before), touch.flatMap(Touch::after), ambiguous);
    }
}
