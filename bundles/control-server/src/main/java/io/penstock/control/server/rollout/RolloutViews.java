package io.penstock.control.server.rollout;

import io.penstock.control.server.fleet.AgentView;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.Planner;
import io.penstock.control.server.pipe.Touch;
import io.penstock.control.server.store.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows rollouts. Thread-safe. */
final class RolloutViews {
    private static final int MAX_ERRORS = 20;
    private final FleetParts parts;

    RolloutViews(FleetParts parts) {
        this.parts = parts;
    }

    RolloutAnswer show(Rows rows, RolloutRow row) {
        Map<TargetState, Long> counts = TargetTable.counts(rows, row.id());
        long waiting = counts.getOrDefault(TargetState.WAITING, 0L);
        long out = counts.getOrDefault(TargetState.RELEASED, 0L);
        Optional<String> step = row.state() != RolloutState.RUNNING ? Optional.empty()
                : Optional.of(row.nextAt().isPresent() ? "soaking" : out > 0 ? "waiting" : "releasing");
        List<RolloutAnswer.Error> errors = counts.containsKey(TargetState.FAILED) ? errors(rows, row) : List.of();
        return new RolloutAnswer(row.id(), row.cause(), row.pipeId().flatMap(id -> pipe(rows, id)), row.revision(),
                row.plan().strategy(), row.state(), step, row.reason(), row.stage(), Math.max(0, row.batch()), row.total(),
                Math.max(0, row.total() - waiting - counts.getOrDefault(TargetState.SUPERSEDED, 0L)),
                counts.getOrDefault(TargetState.DONE, 0L), counts.getOrDefault(TargetState.FAILED, 0L),
                counts.getOrDefault(TargetState.SKIPPED, 0L), row.nextAt(), errors, row.createdAt(), row.createdBy(),
                row.endedAt(), row.version());
    }

    private Optional<String> pipe(Rows rows, String id) {
        return PipeTable.byId(rows, parts.json(), id).map(PipeRow::name);
    }

    private List<RolloutAnswer.Error> errors(Rows rows, RolloutRow row) {
        return TargetTable.page(rows, row.id(), Optional.of(TargetState.FAILED.text()), -1, MAX_ERRORS).stream()
                .map(one -> new RolloutAnswer.Error(one.agentId(), name(one.agentId()), one.at().orElse(row.createdAt()),
                        code(rows, one), one.message().orElse("failed"))).toList();
    }

    private static String code(Rows rows, Target target) {
        return rows.one("select code from refused where agent_id = ? and pipe_id = ? and spec = ?", one -> one.text("code"),
                target.agentId(), target.pipeId(), target.after().orElse("")).orElse("rollouts.no-answer");
    }

    /** Of an agent; its id where it has gone. */
    String name(String agentId) {
        return parts.roster().view(agentId).map(AgentView::row).map(row -> row.name()).orElse("gone");
    }

    RolloutAnswer.Shown shown(Target one, Map<String, String> pipes) {
        return new RolloutAnswer.Shown(one.ordinal(), one.agentId(), name(one.agentId()),
                pipes.getOrDefault(one.pipeId(), one.pipeId()), one.before(), one.after(), one.stage(),
                Math.max(0, one.batch()), one.state(), one.at(), one.message());
    }

    Map<String, String> pipes(Rows rows, List<Target> targets) {
        Map<String, String> names = new HashMap<>();
        targets.stream().map(Target::pipeId).distinct().filter(id -> !id.equals(Planner.SETTINGS))
                .forEach(id -> pipe(rows, id).ifPresent(name -> names.put(id, name)));
        return names;
    }

    /** What it would be. */
    RolloutAnswer.Planned planned(Rows rows, Gate gate, Gate.Touched touched, Strategy strategy) {
        Map<String, Integer> stages = gate.stages(rows, touched.touches(), strategy);
        List<RolloutAnswer.Planned.Stage> planned = new ArrayList<>();
        for (int stage = 0; stage <= strategy.stages().size(); stage++) {
            int number = stage;
            long left = touched.touches().stream().map(Touch::agentId).distinct()
                    .filter(agent -> stages.getOrDefault(agent, strategy.stages().size()) == number).count();
            List<Integer> batches = new ArrayList<>();
            for (int batch = 0; left > 0; batch++) {
                long size = Math.min(left, strategy.batchSize(batch));
                batches.add((int) size);
                left -= size;
            }
            if (!batches.isEmpty()) {
                planned.add(new RolloutAnswer.Planned.Stage(stage < strategy.stages().size()
                        ? strategy.stages().get(stage).selector() : "*", batches));
            }
        }
        return new RolloutAnswer.Planned(touched.agents(), planned);
    }
}
