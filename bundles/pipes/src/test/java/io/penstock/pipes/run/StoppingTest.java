package io.penstock.pipes.run;

import static io.penstock.pipes.run.PipeRuntimeTest.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.batch.Position;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {
    @TempDir
    Path data;

    @Test
    void isOverOnlyWhenNoStuckNodeCanTouchThePipesFolderAnyMore() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        FakePlugins plugins = new FakePlugins()
                .input("in", feed -> feed.emit(events(0, 10), new Position("p", 10)))
                .output("deaf", batch -> {
                    blocked.countDown();
                    while (released.getCount() > 0) {
                        listenToNobody(released);
                    }
                });
        ScheduledExecutorService timer = Workers.timer("test");
        try {
            PipeSupervisor pipe = new PipeSupervisor(new PipeBuilder().input("in").output("deaf", "in").build(), "test",
                    environment(plugins, timer));
            pipe.start();
            blocked.await();
            Future<?> stopped = pipe.stop(Duration.ZERO);
            assertThat(pipe.awaitEnd().state()).isIn(PipeState.FAILED, PipeState.STOPPED);
            assertThatThrownBy(() -> stopped.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            released.countDown();
            stopped.get(RunningPipe.SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(pipe.status().state().state()).isEqualTo(PipeState.STOPPED);
        } finally {
            released.countDown();
            timer.shutdownNow();
        }
    }

    private static void listenToNobody(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            // Deaf: the caller waits again.
            return;
        }
    }

    private RuntimeEnvironment environment(FakePlugins plugins, ScheduledExecutorService timer) {
        return new RuntimeEnvironment(data, Clock.system(), new Random(3), (timing, after) -> Optional.empty(),
                (source, result) -> {
                    throw new AssertionError("no expressions here");
                }, text -> text, plugins, (kind, name) -> Optional.empty(), () -> Duration.ZERO, timer);
    }
}
