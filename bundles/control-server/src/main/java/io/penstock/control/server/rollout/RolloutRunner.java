package io.penstock.control.server.rollout;

import io.penstock.control.api.Json;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.Placement;
import io.penstock.control.server.fleet.PlacementTable;
import io.penstock.control.server.fleet.Refusal;
import io.penstock.control.server.fleet.RetryPipe;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Does what {@link RolloutStep} decides. Works within the caller's transaction; conditional on what it has read, so that of
 * several servers one does it. Thread-safe.
 */
public final class RolloutRunner {
    /** A step leads to another one a few times at most; more is a defect. */
    private static final int MAX_MOVES = 1000;
    private static final int MAX_MESSAGE = 4000;
    private final Json json;
    private final RolloutStep.Reach reach;
    private final Newcomers newcomers;
    private final Supplier<String> ids;

    /** @param ids makes ids of commands */
    public RolloutRunner(Json json, RolloutStep.Reach reach, Newcomers newcomers, Supplier<String> ids) {
        this.ids = ids;
        this.json = json;
        this.reach = reach;
        this.newcomers = newcomers;
    }

    /** Takes what agents have answered, and goes on with the rollouts they are of. */
    public void outcomes(Tx tx, Collection<Outcome> outcomes) {
        Set<String> rollouts = new LinkedHashSet<>();
        List<String> agents = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (TargetTable.answered(tx, outcome, outcome.done() ? TargetState.DONE : TargetState.FAILED) > 0) {
                rollouts.add(outcome.rolloutId());
            }
            if (!outcome.done() && outcome.spec().isPresent() && refuse(tx, outcome)) {
                agents.add(outcome.agentId());
            }
        }
        AgentTable.nextGeneration(tx, agents);
        rollouts.forEach(id -> step(tx, id));
    }

    private static boolean refuse(Tx tx, Outcome outcome) {
        String message = outcome.message().orElse("");
        return PlacementTable.refuse(tx, new Refusal(outcome.agentId(), outcome.pipeId(), outcome.spec().orElseThrow(),
                tx.now(), outcome.code().orElse("pipes.failed"),
                message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message));
    }

    /** Goes on with one rollout as far as it goes now. */
    public void step(Tx tx, String id) {
        for (int i = 0; i < MAX_MOVES; i++) {
            RolloutRow row = RolloutTable.known(tx, json, id);
            List<Target> targets = TargetTable.of(tx, id);
            RolloutStep.Move move = RolloutStep.next(row.position(), targets, tx.now(), reach);
            if (move instanceof RolloutStep.Wait) {
                counts(tx, id, targets);
                return;
            }
            move(tx, row, move);
        }
        throw new PenstockException(ErrorKind.BUG, "rollouts.endless", "the rollout " + id + " does not come to rest");
    }

    /** Whether time alone would move it on: for timers, which should not write for nothing. */
    public boolean due(io.penstock.control.server.store.Rows rows, RolloutRow row, java.time.Instant now) {
        return row.state() == RolloutState.RUNNING
                && !(RolloutStep.next(row.position(), TargetTable.of(rows, row.id()), now, reach) instanceof RolloutStep.Wait);
    }

    private void move(Tx tx, RolloutRow row, RolloutStep.Move move) {
        if (move instanceof RolloutStep.Release release) {
            RolloutTable.batch(tx, row, release.stage(), release.batch());
            release(tx, release.targets(), Optional.of(release.batch()));
        } else if (move instanceof RolloutStep.GiveUp giveUp) {
            TargetTable.state(tx, giveUp.failed(), TargetState.FAILED, Optional.empty(),
                    Optional.of("no answer within " + row.plan().strategy().within().orElse("")));
            TargetTable.state(tx, giveUp.skipped(), TargetState.SKIPPED, Optional.empty(), Optional.of("away"));
        } else if (move instanceof RolloutStep.Soak soak) {
            RolloutTable.soak(tx, row, soak.until());
        } else if (move instanceof RolloutStep.Pause pause) {
            RolloutTable.state(tx, json, row, RolloutState.PAUSED, Optional.of(pause.reason()), row.plan());
        } else if (move instanceof RolloutStep.End end) {
            end(tx, row, end.state());
        }
    }

    private static void counts(Tx tx, String id, List<Target> targets) {
        long released = targets.stream().filter(one -> one.batch() >= 0).count();
        long done = targets.stream().filter(one -> one.state() == TargetState.DONE).count();
        long failed = targets.stream().filter(one -> one.state() == TargetState.FAILED).count();
        RolloutTable.counts(tx, id, released, done, failed);
    }

    /** Agents get what these say, from now on. */
    private void release(Tx tx, List<Target> targets, Optional<Integer> batch) {
        List<Placement> placements = targets.stream().map(one -> new Placement(one.agentId(), one.pipeId(), one.after(),
                one.before(), Optional.of(one.rolloutId()), tx.now())).toList();
        place(tx, placements);
        TargetTable.state(tx, targets, TargetState.RELEASED, batch, Optional.empty());
    }

    private static void place(Tx tx, List<Placement> placements) {
        PlacementTable.put(tx, placements);
        AgentTable.nextGeneration(tx, placements.stream().map(Placement::agentId).distinct().toList());
    }

    private void end(Tx tx, RolloutRow row, RolloutState state) {
        RolloutTable.state(tx, json, row, state, Optional.empty(), row.plan());
        if (state == RolloutState.COMPLETED && row.cause().ofRevision()) {
            PipeTable.live(tx, row.pipeId().orElseThrow(), row.revision().orElseThrow());
        }
        newcomers.placeAll(tx);
    }

    /** Stops it where it is. */
    public void pause(Tx tx, RolloutRow row, String reason) {
        expect(row, row.state() == RolloutState.RUNNING, "running");
        RolloutTable.state(tx, json, row, RolloutState.PAUSED, Optional.of(reason), row.plan());
    }

    /** Lets it go on; failures until now are passed over, or tried again. */
    public void resume(Tx tx, RolloutRow row, boolean retryFailed) {
        expect(row, row.state() == RolloutState.PAUSED, "paused");
        List<Target> failed = TargetTable.of(tx, row.id()).stream().filter(one -> one.state() == TargetState.FAILED).toList();
        int forgiven = retryFailed ? row.plan().forgiven()
                : Math.max(row.plan().forgiven(), (int) failed.stream().map(Target::agentId).distinct().count());
        RolloutTable.state(tx, json, row, RolloutState.RUNNING, Optional.empty(),
                new RolloutRow.Plan(row.plan().strategy(), forgiven, row.plan().liveBefore()));
        if (retryFailed) {
            failed.forEach(one -> RetryPipe.tell(tx, json, ids.get(), one.agentId(), one.pipeId()));
            release(tx, failed, Optional.empty());
        }
        step(tx, row.id());
    }

    /** Ends it, and gives those who have it already what they had before. */
    public void abort(Tx tx, RolloutRow row) {
        expect(row, row.state().open(), "running or paused");
        RolloutTable.state(tx, json, row, RolloutState.ABORTED, row.reason(), row.plan());
        List<Placement> back = new ArrayList<>();
        List<Placement> never = new ArrayList<>();
        for (Target one : TargetTable.of(tx, row.id())) {
            Placement before = new Placement(one.agentId(), one.pipeId(), one.before(), Optional.empty(), Optional.empty(),
                    tx.now());
            if (one.state() == TargetState.WAITING && one.before().isEmpty()) {
                never.add(before);
            } else if (one.state() != TargetState.WAITING && one.state() != TargetState.SUPERSEDED) {
                back.add(before);
            }
        }
        place(tx, back);
        // marked as decided: they are no newcomers, who would get what is live
        PlacementTable.put(tx, never);
        newcomers.placeAll(tx);
    }

    private static void expect(RolloutRow row, boolean right, String expected) {
        if (!right) {
            throw new PenstockException(ErrorKind.CONFLICT, "rollouts.state", "the rollout is " + row.state().text()
                    + "; expected one that is " + expected);
        }
    }
}
