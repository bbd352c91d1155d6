package io.penstock.control.server.rollout;

import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.Revision;
import io.penstock.control.server.pipe.RevisionTable;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** {@code /rollouts}: revisions on their way to agents. */
public final class RolloutsResource implements Resource {
    private static final String PLACE = "/api/v1/rollouts";
    private static final Set<String> STRATEGY = Set.of("stages", "first", "factor", "most", "maxFailures", "within", "all");
    private static final int MAX_STAGES = 20;
    private final FleetParts parts;
    private final RolloutRunner runner;
    private final Supplier<Strategy> usual;
    private final RolloutViews views;

    public RolloutsResource(FleetParts parts, RolloutRunner runner, Supplier<Strategy> usual) {
        this.parts = parts;
        this.runner = runner;
        this.usual = usual;
        this.views = new RolloutViews(parts);
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE).role(Role.VIEWER).to(this::list);
        routes.on("POST", PLACE).role(Role.OPERATOR).creates().to(this::make);
        routes.on("GET", PLACE + "/{id}").role(Role.VIEWER).to(this::show);
        routes.on("GET", PLACE + "/{id}/targets").role(Role.VIEWER).to(this::targets);
        routes.on("POST", PLACE + "/{id}/pause").role(Role.OPERATOR).changes().to(call -> act(call, "pause", (tx, row) ->
                runner.pause(tx, row, "paused by " + Actors.actor(call.caller()))));
        routes.on("POST", PLACE + "/{id}/resume").role(Role.OPERATOR).changes().to(this::resume);
        routes.on("POST", PLACE + "/{id}/abort").role(Role.OPERATOR).changes().to(call -> act(call, "abort", runner::abort));
        routes.on("POST", PLACE + "/{id}/rollback").role(Role.OPERATOR).changes().to(this::rollback);
    }

    private CompletionStage<Answer> list(Call call) {
        Optional<String> below = Pages.after(call.page());
        Optional<String> state = call.query("state").map(text -> word(text).text());
        return parts.read(rows -> {
            Optional<String> pipe = call.query("pipe").map(ref -> PipeTable.byId(rows, parts.json(), ref)
                    .or(() -> PipeTable.byName(rows, parts.json(), ref)).map(PipeRow::id).orElse("none"));
            List<RolloutRow> found = RolloutTable.page(rows, parts.json(), pipe, state, below, call.page().limit() + 1);
            return Pages.answer(found, call.page(), RolloutRow::id, row -> views.show(rows, row));
        });
    }

    private static RolloutState word(String text) {
        return Arrays.stream(RolloutState.values()).filter(state -> state.text().equals(text)).findFirst()
                .orElseThrow(() -> PenstockException.invalid("request.query", "state: there is no state \"" + text + "\""));
    }

    private CompletionStage<Answer> show(Call call) {
        return parts.read(rows -> {
            RolloutRow row = RolloutTable.known(rows, parts.json(), call.path("id"));
            return Answer.ok(views.show(rows, row), row.version());
        });
    }

    private CompletionStage<Answer> targets(Call call) {
        int after = (int) Pages.after(call.page(), -1);
        Optional<String> state = call.query("state");
        return parts.read(rows -> {
            RolloutRow row = RolloutTable.known(rows, parts.json(), call.path("id"));
            List<Target> found = TargetTable.page(rows, row.id(), state, after, call.page().limit() + 1);
            Map<String, String> pipes = views.pipes(rows, found);
            return Pages.answer(found, call.page(), one -> Integer.toString(one.ordinal()), one -> views.shown(one, pipes));
        });
    }

    private CompletionStage<Answer> make(Call call) {
        Fields fields = Fields.of(call, Set.of("pipe", "revision", "strategy", "dryRun"));
        String ref = fields.required("pipe", 64);
        int revision = fields.number("revision", 1, Integer.MAX_VALUE).orElseThrow(() ->
                PenstockException.invalid("request.field", "/revision is missing"));
        Strategy strategy = fields.object("strategy").map(RolloutsResource::strategy).orElseGet(FleetParts::usual);
        if (fields.flag("dryRun").orElse(false)) {
            return parts.read(rows -> {
                PipeRow pipe = pipe(rows, ref, revision);
                return Answer.ok(views.planned(rows, parts.gate(), parts.gate().touched(rows, pipe, revision),
                        strategy.or(usual.get())));
            });
        }
        return parts.write(tx -> {
            PipeRow pipe = pipe(tx, ref, revision);
            String id = parts.gate().send(tx, pipe, revision, Cause.PIPE, strategy, Actors.actor(call.caller()))
                    .rollout().orElseThrow();
            tx.audit(Actors.done(call, "rollouts.create", "rollout", id, Map.of("pipe", pipe.name(), "revision", revision)));
            return made(tx, id);
        });
    }

    private PipeRow pipe(Rows rows, String ref, int revision) {
        PipeRow pipe = PipeTable.known(rows, parts.json(), ref);
        if (RevisionTable.latest(rows, pipe.id()).isEmpty()) {
            throw new PenstockException(ErrorKind.CONFLICT, "pipes.no-revision", "the pipe \"" + pipe.name()
                    + "\" has no revision yet: commit its draft first");
        }
        RevisionTable.known(rows, pipe, revision);
        return pipe;
    }

    private Answer made(Tx tx, String id) {
        RolloutRow row = RolloutTable.known(tx, parts.json(), id);
        return Answer.created(PLACE + "/" + id, views.show(tx, row), row.version());
    }

    static Strategy strategy(Map<?, ?> given) {
        Fields fields = Fields.of(given, STRATEGY);
        List<Strategy.Stage> stages = fields.objects("stages", MAX_STAGES).stream().map(one -> {
            Fields stage = Fields.of(one, Set.of("selector", "soak"));
            return new Strategy.Stage(Selector.parse(stage.required("selector", Selector.MAX_CHARACTERS)).toString(),
                    stage.text("soak", 64));
        }).toList();
        return new Strategy(stages, fields.number("first", 1, 10_000), fields.number("factor", 1, 100),
                fields.number("most", 1, 10_000), fields.number("maxFailures", 0, 10_000), fields.text("within", 64),
                fields.flag("all"));
    }

    private CompletionStage<Answer> resume(Call call) {
        boolean retry = call.hasBody() && Fields.of(call, Set.of("retryFailed")).flag("retryFailed").orElse(false);
        return act(call, "resume", (tx, row) -> runner.resume(tx, row, retry));
    }

    private CompletionStage<Answer> act(Call call, String verb, BiConsumer<Tx, RolloutRow> work) {
        return parts.write(tx -> {
            RolloutRow row = current(tx, call);
            work.accept(tx, row);
            tx.audit(Actors.done(call, "rollouts." + verb, "rollout", row.id(), Map.of()));
            RolloutRow changed = RolloutTable.known(tx, parts.json(), row.id());
            return Answer.ok(views.show(tx, changed), changed.version());
        });
    }

    private RolloutRow current(Tx tx, Call call) {
        RolloutRow row = RolloutTable.known(tx, parts.json(), call.path("id"));
        if (row.version() != call.ifMatch()) {
            throw new PenstockException(ErrorKind.CONFLICT, "rollouts.version", "the rollout is at version " + row.version()
                    + ", not " + call.ifMatch());
        }
        return row;
    }

    private CompletionStage<Answer> rollback(Call call) {
        Optional<Integer> to = call.hasBody() ? Fields.of(call, Set.of("to")).number("to", 1, Integer.MAX_VALUE)
                : Optional.empty();
        return parts.write(tx -> {
            RolloutRow row = current(tx, call);
            PipeRow pipe = row.pipeId().filter(any -> row.cause().ofRevision())
                    .map(id -> PipeTable.known(tx, parts.json(), id)).orElseThrow(() -> new PenstockException(ErrorKind.CONFLICT,
                            "rollouts.state", "only a revision's rollout can go back: this one is of " + row.cause().text()));
            int number = to.or(() -> row.plan().liveBefore()).orElseThrow(() -> new PenstockException(ErrorKind.CONFLICT,
                    "pipes.no-revision", "nothing ran before this one: abort it"));
            Revision old = RevisionTable.known(tx, pipe, number);
            Revision made = RevisionTable.add(tx, pipe, RevisionTable.text(tx, old), "Roll back to revision " + number,
                    Actors.actor(call.caller()), Optional.of(number));
            String id = parts.gate().send(tx, pipe, made.number(), Cause.ROLLBACK, FleetParts.usual(),
                    Actors.actor(call.caller())).rollout().orElseThrow();
            tx.audit(Actors.done(call, "rollouts.rollback", "rollout", row.id(), Map.of("to", number, "rollout", id)));
            return made(tx, id);
        });
    }
}
