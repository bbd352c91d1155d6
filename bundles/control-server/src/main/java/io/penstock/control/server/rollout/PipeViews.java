package io.penstock.control.server.rollout;

import io.penstock.control.api.ReportedState;
import io.penstock.control.server.fleet.AgentView;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.RevisionTable;
import io.penstock.control.server.store.Rows;
import io.penstock.core.error.PenstockException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Shows pipes: what is kept, and what agents say of them. Thread-safe. */
final class PipeViews {
    private static final int MAX_DESCRIPTION = 4000;
    private final FleetParts parts;
    private final PipeReader reader;

    PipeViews(FleetParts parts, PipeReader reader) {
        this.parts = parts;
        this.reader = reader;
    }

    /** How many agents have a pipe, run it, failed with it. */
    static final class Counts {
        private int assigned;
        private int running;
        private int failed;
    }

    /** By pipe id. */
    Map<String, Counts> counts() {
        Map<String, Counts> counts = new HashMap<>();
        for (AgentView agent : parts.roster().views()) {
            agent.placements().values().stream().filter(one -> one.spec().isPresent())
                    .forEach(one -> counts.computeIfAbsent(one.pipeId(), id -> new Counts()).assigned++);
            agent.told().pipes().forEach(report -> report.pipeId().ifPresent(id -> {
                Counts of = counts.computeIfAbsent(id, any -> new Counts());
                of.running += report.state() == ReportedState.RUNNING || report.state() == ReportedState.DEGRADED
                        || report.state() == ReportedState.COMPLETED ? 1 : 0;
                of.failed += AgentView.bad(report) ? 1 : 0;
            }));
        }
        return counts;
    }

    PipeAnswer show(Rows rows, PipeRow pipe, Map<String, Counts> counts) {
        OptionalInt latest = RevisionTable.latest(rows, pipe.id());
        Optional<String> text = pipe.draft().or(() -> latest.isPresent() ? RevisionTable.byNumber(rows, pipe.id(),
                latest.getAsInt()).map(revision -> RevisionTable.text(rows, revision)) : Optional.empty());
        Optional<PipeReader.Outline> outline = text.flatMap(this::outline);
        Counts counted = counts.getOrDefault(pipe.id(), new Counts());
        Optional<String> rollout = RolloutTable.open(rows, parts.json()).stream()
                .filter(row -> row.pipeId().equals(Optional.of(pipe.id()))).map(RolloutRow::id)
                .reduce((one, newer) -> newer);
        return new PipeAnswer(pipe.id(), pipe.name(), outline.map(PipeReader.Outline::description)
                .filter(words -> !words.isEmpty()).map(words -> words.substring(0, Math.min(MAX_DESCRIPTION, words.length()))),
                outline.map(PipeReader.Outline::labels).orElse(Map.of()), state(pipe), some(pipe.live()), some(latest), rollout,
                pipe.desired(), pipe.health(), pipe.onFailure(), pipe.selector(), pipe.agentIds(), counted.assigned,
                counted.running, counted.failed, pipe.createdAt(), pipe.createdBy(), pipe.version());
    }

    private static Optional<Integer> some(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private Optional<PipeReader.Outline> outline(String text) {
        try {
            return Optional.of(reader.outline(text));
        } catch (PenstockException e) {
            return Optional.empty();
        }
    }

    private Optional<PipeAnswer.DraftState> state(PipeRow pipe) {
        return pipe.draft().map(text -> {
            List<PipeReader.Finding> findings = reader.lint(text, Map.of());
            int errors = (int) findings.stream().filter(PipeReader.Finding::error).count();
            return new PipeAnswer.DraftState(pipe.draftVersion(), pipe.draftBy().orElse("server"),
                    pipe.draftAt().orElse(pipe.createdAt()), errors, findings.size() - errors);
        });
    }

    PipeAnswer.Draft draft(PipeRow pipe) {
        return new PipeAnswer.Draft(pipe.draft().orElseThrow(), pipe.draftBy().orElse("server"),
                pipe.draftAt().orElse(pipe.createdAt()), pipe.draftVersion(), reader.lint(pipe.draft().get(), Map.of()));
    }
}
