package io.penstock.control.server.rollout;

import io.penstock.control.api.Desired;
import io.penstock.control.api.FieldProblem;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.OnFailure;
import io.penstock.control.api.Problem;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.api.TextRule;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /pipes}: the pipes themselves, and how they run. */
public final class PipesResource implements Resource {
    static final String PLACE = "/api/v1/pipes";
    static final int MAX_TEXT = 1 << 20;
    private static final int MAX_BODY = 3 << 20;
    private static final int MAX_AGENTS = 1000;
    private static final Set<String> DESIRED = Set.of("running", "paused", "stopped");
    private static final Set<String> ON_FAILURE = Set.of("rollback", "stop");
    private final FleetParts parts;
    private final PipeReader reader;
    private final PipeViews views;

    public PipesResource(FleetParts parts, PipeReader reader) {
        this.parts = parts;
        this.reader = reader;
        this.views = new PipeViews(parts, reader);
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE).role(Role.VIEWER).to(this::list);
        routes.on("POST", PLACE).role(Role.EDITOR).creates().maxBody(MAX_BODY).to(this::make);
        routes.on("GET", PLACE + "/{pipe}").role(Role.VIEWER).to(this::show);
        routes.on("PATCH", PLACE + "/{pipe}").role(Role.EDITOR).changes().to(this::change);
        routes.on("DELETE", PLACE + "/{pipe}").role(Role.OPERATOR).changes().to(this::remove);
    }

    private CompletionStage<Answer> list(Call call) {
        Selector filter = Selector.filter(call.query("filter").orElse(""));
        return parts.read(rows -> {
            Map<String, PipeViews.Counts> counts = views.counts();
            List<PipeRow> pipes = PipeTable.all(rows, parts.json()).stream()
                    .filter(pipe -> filter.matches(key -> key.equals("name") ? Optional.of(pipe.name()) : Optional.empty())).toList();
            return Pages.of(pipes, call.page(), pipe -> views.show(rows, pipe, counts));
        });
    }

    private CompletionStage<Answer> show(Call call) {
        return parts.read(rows -> {
            PipeRow pipe = PipeTable.known(rows, parts.json(), call.path("pipe"));
            return Answer.ok(views.show(rows, pipe, views.counts()), pipe.version());
        });
    }

    private CompletionStage<Answer> make(Call call) {
        Fields fields = Fields.of(call, Set.of("text", "assignment"));
        String text = fields.required("text", MAX_TEXT);
        Optional<Answer> refused = refused(call, text, false);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(refused.get());
        }
        Optional<Fields> assignment = fields.object("assignment").map(map -> Fields.of(map, Set.of("selector", "agents")));
        if (assignment.isPresent() && !call.caller().role().orElse(Role.VIEWER).holds(Role.OPERATOR)) {
            throw new PenstockException(ErrorKind.DENIED, "access.role", "an assignment asks for the role operator");
        }
        String id = parts.ids().get();
        return parts.write(tx -> {
            String by = Actors.actor(call.caller());
            PipeRow pipe = insert(tx, id, text, by);
            assignment.ifPresent(given -> PipeTable.update(tx, parts.json(), assigned(tx, pipe, given), 1));
            tx.audit(Actors.done(call, "pipes.create", "pipe", id, Map.of("name", pipe.name())));
            return id;
        }).thenCompose(made -> parts.read(rows -> {
            PipeRow pipe = PipeTable.known(rows, parts.json(), id);
            return Answer.created(PLACE + "/" + id, new PipeAnswer.Made(views.show(rows, pipe, views.counts()), views.draft(pipe),
                    assignment.map(any -> Gate.Passed.NOTHING)), pipe.version());
        }));
    }

    /** Puts in a new one with its draft. */
    PipeRow insert(Tx tx, String id, String text, String by) {
        PipeRow pipe = new PipeRow(id, reader.outline(text).name(), Optional.of(text), Optional.of(by), Optional.of(tx.now()), 1,
                OptionalInt.empty(), Desired.RUNNING, PipeRow.USUAL_HEALTH, OnFailure.ROLLBACK, "", List.of(), 1, tx.now(), by,
                Optional.empty());
        PipeTable.insert(tx, parts.json(), pipe);
        return pipe;
    }

    /** What is wrong with a text; a draft need only be readable. */
    Optional<Answer> refused(Call call, String text, boolean errors) {
        return refused(reader, call, text, errors);
    }

    static Optional<Answer> refused(PipeReader reader, Call call, String text, boolean errors) {
        List<PipeReader.Finding> findings = reader.lint(text, Map.of()).stream().filter(PipeReader.Finding::error).toList();
        try {
            String name = reader.outline(text).name();
            if (!TextRule.PIPE_NAME.holds(name)) {
                throw PenstockException.invalid("pipes.invalid", "the pipe has no name, or one that is not up to 64 letters, "
                        + "digits, hyphens and underscores");
            }
            if (!errors || findings.isEmpty()) {
                return Optional.empty();
            }
            throw PenstockException.invalid("pipes.invalid", "the pipe has errors");
        } catch (PenstockException e) {
            List<FieldProblem> problems = findings.isEmpty() ? List.of(FieldProblem.of("/text", "pipes.invalid", e.getMessage()))
                    : findings.stream().map(one -> FieldProblem.of("/text", one.code(), one.message(), one.line(), one.column()))
                    .toList();
            return Optional.of(Answer.refused(Problem.of(ProblemCode.PIPES_INVALID, e.getMessage(), call.requestId())
                    .withErrors(problems)));
        }
    }

    /** With what an assignment says. */
    PipeRow assigned(Tx tx, PipeRow pipe, Fields given) {
        List<String> agents = given.texts("agents", MAX_AGENTS).orElse(List.of());
        agents.forEach(agent -> AgentTable.known(tx, parts.json(), agent));
        String selector = given.text("selector", Selector.MAX_CHARACTERS).orElse("");
        return pipe.assigned(Selector.parse(selector).toString(), agents.stream().distinct().sorted().toList());
    }

    private CompletionStage<Answer> change(Call call) {
        Fields fields = Fields.of(call, Set.of("desired", "health", "onFailure")).notEmpty();
        boolean dryRun = call.flag("dryRun");
        if (dryRun) {
            return parts.read(rows -> {
                PipeRow pipe = PipeTable.known(rows, parts.json(), call.path("pipe"));
                return Answer.ok(new Gate.Passed(edit(rows, pipe, changed(pipe, fields)).agents(), Optional.empty()),
                        pipe.version());
            });
        }
        return parts.write(tx -> {
            PipeRow pipe = PipeTable.known(tx, parts.json(), call.path("pipe"));
            PipeRow changed = changed(pipe, fields);
            Gate.Touched touched = edit(tx, pipe, changed);
            PipeTable.update(tx, parts.json(), changed, call.ifMatch());
            tx.audit(Actors.done(call, "pipes.change", "pipe", pipe.id(), Map.of("desired", changed.desired().name())));
            Gate.Passed passed = parts.gate().pass(tx, touched, Cause.ASSIGNMENT, Optional.of(pipe.id()), FleetParts.usual(),
                    Actors.actor(call.caller()));
            return answer(passed, pipe.version() + 1);
        });
    }

    static Answer answer(Gate.Passed passed, long version) {
        Answer answer = passed.rollout().isPresent() ? Answer.accepted(passed) : Answer.ok(passed);
        return answer.header("ETag", Answer.etag(version));
    }

    private Gate.Touched edit(Rows rows, PipeRow pipe, PipeRow changed) {
        Configuration before = parts.gate().before(rows);
        return parts.gate().touched(rows, before, configuration -> Gate.edited(configuration, changed),
                AgentTable.all(rows, parts.json()), pipe.id()::equals);
    }

    private static PipeRow changed(PipeRow pipe, Fields fields) {
        Optional<Fields> health = fields.object("health").map(map -> Fields.of(map, Set.of("graceSeconds", "withinSeconds")));
        return pipe.running(fields.word("desired", DESIRED).map(word -> Desired.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(pipe.desired()), health.map(rule -> new HealthRule(rule.number("graceSeconds", 0, 600)
                        .orElse(pipe.health().graceSeconds()), rule.number("withinSeconds", 1, 3600)
                        .orElse(pipe.health().withinSeconds()))).orElse(pipe.health()),
                fields.word("onFailure", ON_FAILURE).map(word -> OnFailure.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(pipe.onFailure()));
    }

    private CompletionStage<Answer> remove(Call call) {
        return parts.write(tx -> {
            PipeRow pipe = PipeTable.known(tx, parts.json(), call.path("pipe"));
            return Answer.accepted(remove(tx, pipe, call.ifMatch(), call));
        });
    }

    /** Takes a pipe from agents, and away. */
    Gate.Passed remove(Tx tx, PipeRow pipe, long version, Call call) {
        RolloutTable.open(tx, parts.json()).forEach(open -> TargetTable.supersede(tx, open.id(), pipe.id(), Optional.empty()));
        Configuration before = parts.gate().before(tx);
        Gate.Touched touched = parts.gate().taken(tx, before, pipe);
        PipeTable.remove(tx, pipe, version);
        tx.audit(Actors.done(call, "pipes.remove", "pipe", pipe.id(), Map.of("name", pipe.name())));
        Gate.Passed passed = parts.gate().pass(tx, touched, Cause.REMOVAL, Optional.of(pipe.id()), FleetParts.usual(),
                Actors.actor(call.caller()));
        parts.gate().settle(tx);
        return passed;
    }
}
