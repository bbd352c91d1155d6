package io.penstock.control.server.rollout;

import io.penstock.control.api.Json;
import io.penstock.control.server.fleet.AgentRow;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.PlacementTable;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Configurations;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.PlannedPipe;
import io.penstock.control.server.pipe.Planner;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.pipe.Touch;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The one way by which anything that changes what agents run gets there: it finds out whom an edit touches, and begins a
 * rollout to them. Thread-safe; works within the caller's transaction.
 */
public final class Gate {
    private final Json json;
    private final Configurations configurations;
    private final RolloutRunner runner;
    private final Supplier<String> ids;
    private final Supplier<Strategy> usual;

    /**
     * @param ids makes ids of rollouts
     * @param usual what a strategy does not say
     */
    public Gate(Json json, Configurations configurations, RolloutRunner runner, Supplier<String> ids,
                Supplier<Strategy> usual) {
        this.json = json;
        this.configurations = configurations;
        this.runner = runner;
        this.ids = ids;
        this.usual = usual;
    }

    /** What an edit sets going: as in the API. */
    @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT)
    public record Passed(int touches, Optional<String> rollout) {
        /** Nothing runs otherwise. */
        public static final Passed NOTHING = new Passed(0, Optional.empty());
    }

    /**
     * Whom an edit touches.
     *
     * @param specs bodies by hash
     */
    public record Touched(List<Touch> touches, Map<String, String> specs) {
        /** How many agents. */
        public int agents() {
            return (int) touches.stream().map(Touch::agentId).distinct().count();
        }
    }

    /** The configuration as the transaction sees it: take it before the edit. */
    public Configuration before(Rows rows) {
        return configurations.live(rows);
    }

    /**
     * Whom an edit other than a new revision touches.
     *
     * @param before as {@link #before} had it
     * @param edit makes of a configuration the edited one
     * @param agents all that can be touched, as they are after the edit
     * @param scope which pipes can be touched
     * @throws PenstockException CONFLICT {@code rollouts.running}: it would get in the way of one that goes on
     */
    public Touched touched(Rows rows, Configuration before, UnaryOperator<Configuration> edit, Collection<AgentRow> agents,
                           Predicate<String> scope) {
        Touches touches = new Touches(rows, json, agents);
        Map<String, RolloutRow> revisions = new HashMap<>();
        Map<String, Target> others = new HashMap<>();
        for (RolloutRow open : RolloutTable.open(rows, json)) {
            if (open.cause().ofRevision()) {
                open.pipeId().ifPresent(pipe -> revisions.put(pipe, open));
            } else {
                TargetTable.unanswered(rows, open.id()).forEach(target -> others.put(place(target.agentId(), target.pipeId()),
                        target));
            }
        }
        Configuration after = edit.apply(before);
        List<Touch> found = new ArrayList<>();
        for (Touch touch : touches.of(after, scope)) {
            if (!revisions.containsKey(touch.pipeId()) && !others.containsKey(place(touch.agentId(), touch.pipeId()))) {
                found.add(touch);
            }
        }
        refuseOther(rows, touches, after, scope, others.values());
        revisions.forEach((pipe, open) -> refuseOverlap(rows, before, edit, touches, scope, pipe, open));
        return new Touched(found, touches.specs());
    }

    private static String place(String agentId, String pipeId) {
        return agentId + "|" + pipeId;
    }

    /** What is on its way must still be what is wanted. */
    private void refuseOther(Rows rows, Touches touches, Configuration after, Predicate<String> scope, Collection<Target> open) {
        Map<String, AgentRow> agents = new HashMap<>();
        touches.agents().forEach(agent -> agents.put(agent.id(), agent));
        for (Target target : open) {
            AgentRow agent = agents.get(target.agentId());
            if (agent != null && scope.test(target.pipeId())
                    && !touches.planned(agent.facts(), target.pipeId(), after).equals(target.after())) {
                throw running(RolloutTable.known(rows, json, target.rolloutId()));
            }
        }
    }

    /** While a revision goes out, nothing else may change what its pipe is: nobody would know what was tried. */
    private void refuseOverlap(Rows rows, Configuration before, UnaryOperator<Configuration> edit, Touches touches,
                               Predicate<String> scope, String pipe, RolloutRow open) {
        if (!scope.test(pipe) || open.revision().isEmpty()) {
            return;
        }
        Configuration coming = PipeTable.byId(rows, json, pipe).filter(row -> row.removedAt().isEmpty()).map(row -> before.with(
                configurations.planned(row, Optional.of(configurations.wanted(rows, row, open.revision().get())))))
                .orElse(before);
        Map<String, AgentRow> old = new HashMap<>();
        AgentTable.these(rows, json, touches.agents().stream().map(AgentRow::id).toList())
                .forEach(row -> old.put(row.id(), row));
        Configuration edited = edit.apply(coming);
        for (AgentRow agent : touches.agents()) {
            AgentRow was = old.getOrDefault(agent.id(), agent);
            if (!touches.planned(was.facts(), pipe, coming).equals(touches.planned(agent.facts(), pipe, edited))) {
                throw running(open);
            }
        }
    }

    private static PenstockException running(RolloutRow open) {
        return new PenstockException(ErrorKind.CONFLICT, "rollouts.running", "the rollout " + open.id() + " is "
                + open.state().text() + " and is about the same pipe: wait for it, resume it or abort it first");
    }

    /** Whom a revision touches. */
    public Touched touched(Rows rows, PipeRow pipe, int revision) {
        Touches touches = Touches.all(rows, json);
        PlannedPipe planned = configurations.planned(pipe, Optional.of(configurations.wanted(rows, pipe, revision)));
        Configuration after = before(rows).with(planned);
        return new Touched(touches.of(after, pipe.id()::equals), touches.specs());
    }

    /** The configuration with a pipe that runs, or is assigned, otherwise. */
    static Configuration edited(Configuration configuration, PipeRow pipe) {
        PlannedPipe before = configuration.pipes().get(pipe.id());
        return before == null ? configuration : configuration.with(new PlannedPipe(pipe.id(), pipe.name(), before.wanted(),
                Selector.parse(pipe.selector()), Set.copyOf(pipe.agentIds()), pipe.desired(), pipe.health(),
                pipe.onFailure()));
    }

    /** Who has a pipe that is to go; whatever rollouts wanted with it. */
    public Touched taken(Rows rows, Configuration before, PipeRow pipe) {
        Touches touches = Touches.all(rows, json);
        return new Touched(touches.of(before.without(pipe.id()), pipe.id()::equals), touches.specs());
    }

    /** Goes on with rollouts from which something was taken. */
    public void settle(Tx tx) {
        RolloutTable.open(tx, json).forEach(open -> runner.step(tx, open.id()));
    }

    /** Sends a revision out; what other rollouts still had for the pipe is superseded. */
    public Passed send(Tx tx, PipeRow pipe, int revision, Cause cause, Strategy strategy, String by) {
        Touched touched = touched(tx, pipe, revision);
        boolean live = pipe.live().equals(OptionalInt.of(revision));
        List<RolloutRow> open = RolloutTable.open(tx, json);
        boolean other = open.stream().anyMatch(row -> row.pipeId().equals(Optional.of(pipe.id())));
        if (touched.touches().isEmpty() && live && !other) {
            throw new PenstockException(ErrorKind.CONFLICT, "rollouts.empty", "revision " + revision + " of \"" + pipe.name()
                    + "\" runs wherever it is to run already");
        }
        open.forEach(row -> TargetTable.supersede(tx, row.id(), pipe.id(), Optional.empty()));
        Optional<Integer> before = pipe.live().isPresent() ? Optional.of(pipe.live().getAsInt()) : Optional.empty();
        Passed passed = begin(tx, touched, cause, Optional.of(pipe.id()), Optional.of(revision), before, strategy, by);
        open.forEach(row -> runner.step(tx, row.id()));
        return passed;
    }

    /** Begins a rollout to those who are touched; none where nobody is. */
    public Passed pass(Tx tx, Touched touched, Cause cause, Optional<String> pipeId, Strategy strategy, String by) {
        return touched.touches().isEmpty() ? Passed.NOTHING
                : begin(tx, touched, cause, pipeId, Optional.empty(), Optional.empty(), strategy, by);
    }

    private Passed begin(Tx tx, Touched touched, Cause cause, Optional<String> pipeId, Optional<Integer> revision,
                         Optional<Integer> liveBefore, Strategy given, String by) {
        String id = ids.get();
        Strategy strategy = given.or(usual.get());
        PlacementTable.specs(tx, touched.specs());
        List<Target> targets = targets(tx, id, touched.touches(), strategy);
        RolloutTable.insert(tx, json, new RolloutRow(id, cause, pipeId, revision,
                new RolloutRow.Plan(strategy, 0, liveBefore), RolloutState.RUNNING, Optional.empty(), 0, -1, targets.size(),
                Optional.empty(), tx.now(), by, Optional.empty(), 1));
        TargetTable.insert(tx, targets);
        runner.step(tx, id);
        return new Passed(touched.agents(), Optional.of(id));
    }

    private List<Target> targets(Rows rows, String id, List<Touch> touches, Strategy strategy) {
        Map<String, Integer> stages = stages(rows, touches, strategy);
        List<Target> targets = new ArrayList<>();
        for (Touch touch : touches) {
            targets.add(new Target(id, targets.size(), touch.agentId(), touch.pipeId(), touch.before(), touch.after(),
                    stages.getOrDefault(touch.agentId(), strategy.stages().size()), -1, TargetState.WAITING,
                    Optional.empty(), Optional.empty()));
        }
        return targets;
    }

    /** In which stage each agent is: the first that chooses it, else the last one. */
    Map<String, Integer> stages(Rows rows, List<Touch> touches, Strategy strategy) {
        Map<String, Integer> stages = new HashMap<>();
        if (strategy.stages().isEmpty()) {
            return stages;
        }
        List<Selector> selectors = strategy.stages().stream().map(stage -> Selector.parse(stage.selector())).toList();
        List<String> agents = touches.stream().map(Touch::agentId).distinct().toList();
        for (AgentRow agent : AgentTable.these(rows, json, agents)) {
            for (int i = 0; i < selectors.size() && !stages.containsKey(agent.id()); i++) {
                if (selectors.get(i).matches(agent.facts())) {
                    stages.put(agent.id(), i);
                }
            }
        }
        return stages;
    }

    /** Settings only, or pipes only. */
    public static Predicate<String> scope(boolean settings) {
        return place -> place.equals(Planner.SETTINGS) == settings;
    }
}
