package io.penstock.control.server.fleet;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.PipeReport;
import io.penstock.control.server.pipe.Planner;
import io.penstock.control.server.rollout.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads out of what an agent tells what became of what it was given. Pure. */
final class Outcomes {
    private static final int MAX_BAD = 1000;

    private Outcomes() {
    }

    /** What is answered, and was not noted before. The node is held. */
    static List<Outcome> of(Node node) {
        List<Outcome> found = new ArrayList<>();
        boolean current = node.told.known().manifest().equals(Optional.of(node.offer.manifestHash()));
        for (Placement placement : node.placements.values()) {
            String key = placement.pipeId() + "|" + placement.spec().orElse("") + "|" + placement.since().toEpochMilli();
            if (!node.noted.contains(key)) {
                outcome(node, placement, current).ifPresent(outcome -> {
                    node.noted.add(key);
                    found.add(outcome);
                });
            }
        }
        if (node.noted.size() > 4 * node.placements.size() + 16) {
            node.noted.clear();
        }
        return found;
    }

    private static Optional<Outcome> outcome(Node node, Placement placement, boolean current) {
        if (placement.pipeId().equals(Planner.SETTINGS)) {
            return node.told.known().settings().isPresent() && node.told.known().settings().equals(node.offer.settingsHash())
                    ? done(node, placement) : Optional.empty();
        }
        if (placement.spec().isEmpty()) {
            boolean gone = node.told.pipe(placement.pipeId()).flatMap(PipeReport::running).isEmpty();
            return current && gone ? done(node, placement) : Optional.empty();
        }
        String spec = placement.spec().get();
        Optional<PipeReport> report = node.told.pipe(placement.pipeId());
        Optional<LastAttempt> attempt = report.flatMap(PipeReport::lastAttempt).filter(one -> one.spec().equals(spec));
        // an attempt from before it was offered (again) says nothing of now
        if (attempt.isPresent() && attempt.get().result() != AttemptResult.APPLIED) {
            return node.refusals.containsKey(placement.pipeId() + "|" + spec) ? Optional.empty()
                    : failed(node, placement, attempt.get(), current);
        }
        // That it runs is told before it has proven itself: only the attempt's result counts.
        return attempt.isPresent() ? done(node, placement) : Optional.empty();
    }

    private static Optional<Outcome> done(Node node, Placement placement) {
        return placement.rolloutId().map(rollout -> new Outcome(rollout, node.id, placement.pipeId(), placement.spec(), true,
                Optional.empty(), Optional.empty()));
    }

    private static Optional<Outcome> failed(Node node, Placement placement, LastAttempt attempt, boolean current) {
        String key = placement.pipeId() + "|" + attempt.spec();
        if (!current || attempt.at().equals(node.badAttempts.get(key))) {
            return Optional.empty();
        }
        if (node.badAttempts.size() > MAX_BAD) {
            node.badAttempts.clear();
        }
        node.badAttempts.put(key, attempt.at());
        return Optional.of(new Outcome(placement.rolloutId().orElse(""), node.id, placement.pipeId(), placement.spec(), false,
                attempt.code().or(() -> Optional.of("pipes.failed")), attempt.message()));
    }
}
