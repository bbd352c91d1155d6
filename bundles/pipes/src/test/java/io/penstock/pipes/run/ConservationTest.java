package io.penstock.pipes.run;

import static io.penstock.pipes.run.PipeRuntimeTest.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Position;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.pipes.state.Checkpoints;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.io.TempDir;

/** In = out + filtered + dropped + dead-lettered + in flight, whatever steps do with their events. */
class ConservationTest {
    private static final int EVENTS = 600;

    @TempDir
    Path data;

    /** Does anything a step may do, also all of it for one event, and fails in the middle of it. */
    private static final class Whim implements Transform {
        private final Random random;
        private final ArrayDeque<Outlet.Hold> holds = new ArrayDeque<>();
        private final List<Outlet.Hold> made = new ArrayList<>();

        private Whim(Random random) {
            this.random = random;
        }

        @Override
        public void apply(Event event, Outlet out) {
            List<Outlet.Hold> before = List.copyOf(holds);
            made.clear();
            try {
                for (int acts = random.nextInt(4); acts > 0; acts--) {
                    act(event, out);
                }
            } catch (PenstockException e) {
                // What it was about to use up it still has; its holds of the failed event are void, and are used to show that.
                holds.clear();
                holds.addAll(before);
                holds.addAll(made);
                throw e;
            }
        }

        private void act(Event event, Outlet out) {
            switch (random.nextInt(8)) {
                case 0 -> out.emit(event);
                case 1 -> out.emit("low", event);
                case 2 -> out.emit("nobody", event);
                case 3 -> out.drop("whim");
                case 4 -> hold(out);
                case 5 -> release(out);
                case 6 -> standFor(event, out);
                default -> {
                    if (random.nextInt(4) == 0) {
                        throw PenstockException.invalid("test.whim", "no");
                    }
                }
            }
        }

        private void hold(Outlet out) {
            made.add(out.hold());
            holds.add(made.get(made.size() - 1));
        }

        private void release(Outlet out) {
            if (!holds.isEmpty()) {
                out.release(holds.remove());
            }
        }

        private void standFor(Event event, Outlet out) {
            out.emit(event, List.copyOf(holds));
            holds.clear();
        }

        @Override
        public void finish(Outlet out) {
            holds.forEach(out::release);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void holdsForStepsThatHoldBranchDropAndFail(int seed) throws Exception {
        Random random = new Random(seed);
        FakePlugins plugins = new FakePlugins().input("in", feed -> {
            for (int at = 0; at < EVENTS; at += 20) {
                feed.emit(events(at, at + 20), new Position("p", at + 20));
            }
        }).step("one", () -> new Whim(random)).step("two", () -> new Whim(random)).output("out", batch -> { });
        PipeBuilder shape = new PipeBuilder().input("in").step("one", "in").step("two", "one", "one.low")
                .output("out", "two", "two.low", "one.low");
        try (RunningPipe pipe = RunningPipe.start(data, shape, plugins)) {
            pipe.awaitCompleted();
            assertThat(pipe.runtime.report()).allSatisfy(node -> {
                assertThat(node.conserved()).as("seed %d: %s", seed, node).isTrue();
                assertThat(node.inFlight()).as("seed %d: %s", seed, node).isZero();
            });
            assertThat(pipe.runtime.memoryBytes()).isZero();
        }
        assertThat(Checkpoints.open(data.resolve("state")).of("in")).containsEntry("p", (long) EVENTS);
    }
}
