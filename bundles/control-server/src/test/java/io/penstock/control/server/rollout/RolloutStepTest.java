package io.penstock.control.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rollout does next, for everything that can be. */
class RolloutStepTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private final Set<String> away = new HashSet<>();
    private final RolloutStep.Reach reach = new RolloutStep.Reach() {
        @Override
        public boolean online(String agentId) {
            return !away.contains(agentId);
        }

        @Override
        public Instant lastSeen(String agentId) {
            return NOW.minusSeconds(60);
        }
    };

    private static Target target(int ordinal, int stage, TargetState state) {
        return new Target("r", ordinal, "agent-" + ordinal, "p", Optional.empty(), Optional.of("s"), stage,
                state == TargetState.WAITING ? -1 : 0, state, Optional.of(NOW), Optional.of("broke"));
    }

    private static RolloutStep.Position position(Strategy strategy, int stage, int batch) {
        return new RolloutStep.Position(RolloutState.RUNNING, strategy, stage, batch, 0, Optional.empty());
    }

    private RolloutStep.Move next(Strategy strategy, int batch, TargetState... states) {
        List<Target> targets = new ArrayList<>();
        for (TargetState state : states) {
            targets.add(target(targets.size(), 0, state));
        }
        return RolloutStep.next(position(strategy, 0, batch), targets, NOW, reach);
    }

    @Test
    void releasesTheFirstBatchOnlineAgentsFirst() {
        away.addAll(List.of("agent-0", "agent-2"));
        RolloutStep.Release release = (RolloutStep.Release) next(Strategy.USUAL, -1, TargetState.WAITING, TargetState.WAITING,
                TargetState.WAITING, TargetState.WAITING, TargetState.WAITING);
        assertThat(release.batch()).isZero();
        assertThat(release.targets()).extracting(Target::agentId).containsExactly("agent-1", "agent-3", "agent-4");
    }

    @Test
    void waitsForEveryAnswerOfABatch() {
        assertThat(next(Strategy.USUAL, 0, TargetState.DONE, TargetState.RELEASED, TargetState.WAITING))
                .isInstanceOf(RolloutStep.Wait.class);
        assertThat(next(Strategy.USUAL, 0, TargetState.DONE, TargetState.DONE, TargetState.WAITING))
                .isInstanceOf(RolloutStep.Release.class);
    }

    @Test
    void pausesAtTheFirstFailureEvenWhileOthersHaveNotAnswered() {
        assertThat(next(Strategy.USUAL, 0, TargetState.FAILED, TargetState.RELEASED, TargetState.WAITING))
                .isEqualTo(new RolloutStep.Pause("1 agent failed; first agent-0: broke"));
    }

    @Test
    void goesOnWithAsManyFailuresAsAreAllowedOrForgiven() {
        Strategy lenient = new Strategy(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(1),
                Optional.empty(), Optional.empty()).or(Strategy.USUAL);
        assertThat(next(lenient, 0, TargetState.FAILED, TargetState.WAITING)).isInstanceOf(RolloutStep.Release.class);
        assertThat(next(lenient, 0, TargetState.FAILED, TargetState.FAILED, TargetState.WAITING)).isInstanceOf(RolloutStep.Pause.class);
        RolloutStep.Position forgiven = new RolloutStep.Position(RolloutState.RUNNING, Strategy.USUAL, 0, 0, 2, Optional.empty());
        assertThat(RolloutStep.next(forgiven, List.of(target(0, 0, TargetState.FAILED), target(1, 0, TargetState.FAILED)), NOW, reach))
                .isEqualTo(new RolloutStep.End(RolloutState.COMPLETED));
    }

    @Test
    void givesUpOnThoseWhoDoNotAnswerAndPassesOverThoseWhoAreAway() {
        away.add("agent-1");
        List<Target> targets = List.of(target(0, 0, TargetState.RELEASED), target(1, 0, TargetState.RELEASED));
        RolloutStep.Position at = position(Strategy.USUAL, 0, 0);
        assertThat(RolloutStep.next(at, targets, NOW.plus(Duration.ofMinutes(8)), reach)).isInstanceOf(RolloutStep.Wait.class);
        RolloutStep.GiveUp early = (RolloutStep.GiveUp) RolloutStep.next(at, targets, NOW.plus(Duration.ofMinutes(9)), reach);
        assertThat(early.skipped()).as("away for ten minutes").extracting(Target::ordinal).containsExactly(1);
        assertThat(early.failed()).isEmpty();
        RolloutStep.GiveUp late = (RolloutStep.GiveUp) RolloutStep.next(at, targets, NOW.plus(Duration.ofMinutes(10)), reach);
        assertThat(late.failed()).extracting(Target::ordinal).containsExactly(0);
    }

    @Test
    void soaksBetweenStages() {
        Strategy staged = new Strategy(List.of(new Strategy.Stage("x", Optional.of("5m"))), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()).or(Strategy.USUAL);
        List<Target> targets = List.of(target(0, 0, TargetState.DONE), target(1, 1, TargetState.WAITING));
        assertThat(RolloutStep.next(position(staged, 0, 0), targets, NOW, reach))
                .isEqualTo(new RolloutStep.Soak(0, NOW.plus(Duration.ofMinutes(5))));
        RolloutStep.Position soaking = new RolloutStep.Position(RolloutState.RUNNING, staged, 0, 0, 0, Optional.of(NOW.plusSeconds(9)));
        assertThat(RolloutStep.next(soaking, targets, NOW, reach)).isInstanceOf(RolloutStep.Wait.class);
        assertThat(RolloutStep.next(soaking, targets, NOW.plusSeconds(9), reach))
                .isEqualTo(new RolloutStep.Release(1, 0, List.of(targets.get(1))));
    }

    @Test
    void isSupersededWhenNewerOnesTookEverythingThatWasLeft() {
        assertThat(next(Strategy.USUAL, 0, TargetState.DONE, TargetState.SUPERSEDED))
                .isEqualTo(new RolloutStep.End(RolloutState.SUPERSEDED));
        assertThat(next(Strategy.USUAL, 0, TargetState.DONE, TargetState.SKIPPED))
                .isEqualTo(new RolloutStep.End(RolloutState.COMPLETED));
        RolloutStep.Position paused = new RolloutStep.Position(RolloutState.PAUSED, Strategy.USUAL, 0, 0, 0, Optional.empty());
        assertThat(RolloutStep.next(paused, List.of(target(0, 0, TargetState.WAITING)), NOW, reach))
                .isInstanceOf(RolloutStep.Wait.class);
        assertThat(RolloutStep.next(paused, List.of(target(0, 0, TargetState.SUPERSEDED)), NOW, reach))
                .isEqualTo(new RolloutStep.End(RolloutState.SUPERSEDED));
    }

    @Test
    void aThousandAgentsTakeThirteenBatches() {
        int left = 1000;
        List<Integer> batches = new ArrayList<>();
        for (int batch = 0; left > 0; batch++) {
            int size = Math.min(left, Strategy.USUAL.batchSize(batch));
            batches.add(size);
            left -= size;
        }
        assertThat(batches).hasSize(13).startsWith(3, 15, 75, 100, 100);
    }

    /** However agents answer, a rollout ends or pauses, never breaks more than its batch, and never releases anything twice. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void alwaysComesToAnEnd(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 100; run++) {
            walk(random, "seed " + seed + ", run " + run);
        }
    }

    private void walk(Random random, String replay) {
        away.clear();
        boolean bad = random.nextBoolean();
        List<Target> targets = new ArrayList<>();
        for (int i = random.nextInt(300); i >= 0; i--) {
            targets.add(target(targets.size(), random.nextInt(3), TargetState.WAITING));
        }
        Strategy strategy = new Strategy(List.of(new Strategy.Stage("a", Optional.of("1m")), new Strategy.Stage("b", Optional.empty())),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())
                .or(Strategy.USUAL);
        RolloutStep.Position at = position(strategy, 0, -1);
        Instant now = NOW;
        Set<Integer> released = new HashSet<>();
        for (int step = 0; step < 5000; step++) {
            RolloutStep.Move move = RolloutStep.next(at, targets, now, reach);
            if (move instanceof RolloutStep.Release release) {
                release.targets().forEach(one -> assertThat(released.add(one.ordinal())).as(replay).isTrue());
                set(targets, release.targets(), TargetState.RELEASED, now);
                at = position(strategy, release.stage(), release.batch());
            } else if (move instanceof RolloutStep.GiveUp giveUp) {
                set(targets, giveUp.failed(), TargetState.FAILED, now);
                set(targets, giveUp.skipped(), TargetState.SKIPPED, now);
            } else if (move instanceof RolloutStep.Soak soak) {
                at = new RolloutStep.Position(RolloutState.RUNNING, strategy, at.stage(), at.batch(), 0, Optional.of(soak.until()));
            } else if (move instanceof RolloutStep.Pause) {
                assertThat(bad).as(replay).isTrue();
                assertThat(released.size()).as(replay).isLessThanOrEqualTo(3);
                return;
            } else if (move instanceof RolloutStep.End) {
                assertThat(released).as(replay).hasSize(targets.size());
                return;
            } else {
                now = now.plusMillis(200 + random.nextInt(3000));
                List<Target> open = targets.stream().filter(one -> one.state() == TargetState.RELEASED).toList();
                if (!open.isEmpty() && random.nextInt(10) > 0) {
                    set(targets, List.of(open.get(random.nextInt(open.size()))), bad ? TargetState.FAILED : TargetState.DONE, now);
                }
            }
        }
        throw new AssertionError(replay + " does not end");
    }

    private static void set(List<Target> all, List<Target> changed, TargetState state, Instant now) {
        changed.forEach(one -> all.set(one.ordinal(), new Target(one.rolloutId(), one.ordinal(), one.agentId(), one.pipeId(),
                one.before(), one.after(), one.stage(), 0, state, Optional.of(now), one.message())));
    }
}
