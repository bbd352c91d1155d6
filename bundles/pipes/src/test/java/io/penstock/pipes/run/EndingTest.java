package io.penstock.pipes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.concurrent.Workers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final long SOON = TimeUnit.SECONDS.toNanos(20);

    @Test
    void endsAThreadThatLosesTheFirstInterrupt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = Workers.thread("deaf", () -> {
            for (int i = 0; i < 2; i++) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // Lost, as some libraries lose it.
                    Thread.interrupted();
                }
            }
        });
        thread.start();

        assertThat(Ending.interrupt(thread, SOON)).isTrue();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void givesUpOnAThreadThatDoesNotEnd() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Thread thread = Workers.thread("deaf", () -> {
            while (released.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        thread.start();

        assertThat(Ending.interrupt(thread, 1)).isFalse();
        released.countDown();
        assertThat(Ending.interrupt(thread, SOON)).isTrue();
    }

    @Test
    void aThreadThatNeverStartedHasEnded() throws Exception {
        assertThat(Ending.interrupt(Workers.thread("idle", () -> { }), SOON)).isTrue();
    }
}
