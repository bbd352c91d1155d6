package io.penstock.control.server.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rollout does next. Pure: decides, and leaves the doing to the caller.
 *
 * <pre>
 * released targets open ──▶ wait; those that do not answer in time fail, those that are away are skipped
 * batch closed          ──▶ next batch of the stage, online agents first
 * stage closed          ──▶ soak, then the next stage
 * too many failed       ──▶ pause, at once
 * nothing left          ──▶ complete, or superseded where all was taken by newer rollouts
 * </pre>
 */
public final class RolloutStep {
    private RolloutStep() {
    }

    /**
     * Where a rollout is.
     *
     * @param forgiven how many failures a person has passed over
     * @param nextAt when the soaking of {@code stage} ends
     */
    public record Position(RolloutState state, Strategy strategy, int stage, int batch, int forgiven,
                           Optional<Instant> nextAt) {
    }

    /** What is known of agents right now. */
    public interface Reach {
        /** Whether the agent is in touch. */
        boolean online(String agentId);

        /** When it was last; long ago for those that never were. */
        Instant lastSeen(String agentId);
    }

    /** What to do next. */
    public sealed interface Move {
    }

    /** Nothing, until something is reported or time has passed. */
    public record Wait() implements Move {
    }

    /** These did not answer, or are away. */
    public record GiveUp(List<Target> failed, List<Target> skipped) implements Move {
    }

    /** These may have it now. */
    public record Release(int stage, int batch, List<Target> targets) implements Move {
    }

    /** A stage is through; look at it until then. */
    public record Soak(int stage, Instant until) implements Move {
    }

    /** Stop here until a person says otherwise. */
    public record Pause(String reason) implements Move {
    }

    /** It is over. */
    public record End(RolloutState state) implements Move {
    }

    /**
     * What to do next.
     *
     * @param targets all of the rollout
     */
    public static Move next(Position at, List<Target> targets, Instant now, Reach reach) {
        if (at.state() != RolloutState.RUNNING) {
            return at.state() == RolloutState.PAUSED && noneLeft(targets) && allSuperseded(targets)
                    ? new End(RolloutState.SUPERSEDED) : new Wait();
        }
        Optional<Move> unanswered = unanswered(at, targets, now, reach);
        if (unanswered.isPresent()) {
            return unanswered.get();
        }
        long failed = agents(targets, TargetState.FAILED).size();
        if (failed > at.strategy().failures() + at.forgiven()) {
            return new Pause(reason(targets, failed));
        }
        if (targets.stream().anyMatch(target -> target.state() == TargetState.RELEASED)) {
            return new Wait();
        }
        return onwards(at, targets, now, reach);
    }

    private static Optional<Move> unanswered(Position at, List<Target> targets, Instant now, Reach reach) {
        Duration within = at.strategy().withinTime();
        List<Target> failed = new ArrayList<>();
        List<Target> skipped = new ArrayList<>();
        for (Target target : targets) {
            if (target.state() == TargetState.RELEASED && target.at().isPresent()) {
                boolean late = !now.isBefore(target.at().get().plus(within));
                boolean online = reach.online(target.agentId());
                // who has been away for that long already is not waited for
                if (online && late) {
                    failed.add(target);
                } else if (!online && (late || !now.isBefore(reach.lastSeen(target.agentId()).plus(within)))) {
                    skipped.add(target);
                }
            }
        }
        return failed.isEmpty() && skipped.isEmpty() ? Optional.empty() : Optional.of(new GiveUp(failed, skipped));
    }

    private static Move onwards(Position at, List<Target> targets, Instant now, Reach reach) {
        Optional<Integer> next = targets.stream().filter(target -> target.state() == TargetState.WAITING)
                .map(Target::stage).min(Comparator.naturalOrder());
        if (next.isEmpty()) {
            return new End(allSuperseded(targets) ? RolloutState.SUPERSEDED : RolloutState.COMPLETED);
        }
        int stage = next.get();
        boolean first = stage != at.stage() || at.batch() < 0;
        if (first && at.batch() >= 0) {
            Duration soak = at.strategy().soak(at.stage());
            if (at.nextAt().isEmpty() && !soak.isZero()) {
                return new Soak(at.stage(), now.plus(soak));
            }
            if (at.nextAt().isPresent() && now.isBefore(at.nextAt().get())) {
                return new Wait();
            }
        }
        int batch = first ? 0 : at.batch() + 1;
        return new Release(stage, batch, batch(at.strategy(), stage, batch, targets, reach));
    }

    /** Agents count, not targets: all of an agent's changes in a stage go together. */
    private static List<Target> batch(Strategy strategy, int stage, int batch, List<Target> targets,
                                      Reach reach) {
        Set<String> waiting = new LinkedHashSet<>();
        Set<String> away = new LinkedHashSet<>();
        for (Target target : targets) {
            if (target.state() == TargetState.WAITING && target.stage() == stage) {
                (reach.online(target.agentId()) ? waiting : away).add(target.agentId());
            }
        }
        waiting.addAll(away);
        Set<String> chosen = new LinkedHashSet<>();
        waiting.stream().limit(strategy.batchSize(batch)).forEach(chosen::add);
        return targets.stream().filter(target -> target.state() == TargetState.WAITING && target.stage() == stage
                && chosen.contains(target.agentId())).toList();
    }

    private static String reason(List<Target> targets, long failed) {
        Target first = targets.stream().filter(target -> target.state() == TargetState.FAILED)
                .min(Comparator.comparing((Target target) -> target.at().orElse(Instant.MAX)).thenComparing(Target::ordinal))
                .orElseThrow();
        return failed + (failed == 1 ? " agent" : " agents") + " failed; first " + first.agentId() + ": "
                + first.message().orElse("no answer");
    }

    private static Set<String> agents(List<Target> targets, TargetState state) {
        Set<String> ids = new LinkedHashSet<>();
        targets.stream().filter(target -> target.state() == state).forEach(target -> ids.add(target.agentId()));
        return ids;
    }

    private static boolean noneLeft(List<Target> targets) {
        return targets.stream().noneMatch(target -> target.state() == TargetState.WAITING
                || target.state() == TargetState.RELEASED);
    }

    private static boolean allSuperseded(List<Target> targets) {
        return targets.stream().anyMatch(target -> target.state() == TargetState.SUPERSEDED)
                && targets.stream().allMatch(target -> target.state() == TargetState.SUPERSEDED
                || target.state() == TargetState.DONE || target.state() == TargetState.FAILED
                || target.state() == TargetState.SKIPPED);
    }
}
