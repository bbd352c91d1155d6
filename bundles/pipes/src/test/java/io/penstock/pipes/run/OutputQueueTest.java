package io.penstock.pipes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.Clock;
import io.penstock.pipes.state.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class OutputQueueTest {
    private static final int ROUNDS = 2_000;
    private static final int PIECES = 20;

    @Test
    void saysThatItWasTheLastOnlyWithEverythingThatCame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            OutputQueue queue = new OutputQueue(Clock.system());
            Thread source = new Thread(() -> {
                for (int i = 0; i < PIECES; i++) {
                    queue.forget(Origin.NONE.source());
                }
                queue.end();
            });
            source.start();
            Deque<OutputQueue.Item> taken = new ArrayDeque<>();
            while (!queue.drainTo(taken)) {
                Thread.onSpinWait();
            }
            assertThat(taken).as("round " + round).hasSize(PIECES);
            source.join();
        }
    }
}
