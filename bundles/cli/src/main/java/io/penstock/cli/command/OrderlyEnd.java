package io.penstock.cli.command;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of a command that goes on until Ctrl-C: the process waits for it, but not for ever. Thread-safe. */
final class OrderlyEnd {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final Duration patience;

    OrderlyEnd(Duration patience) {
        this.patience = patience;
    }

    /** Has Ctrl-C stop the command; the hook can be removed. */
    Thread onCtrlC(Runnable stop) {
        Thread hook = Workers.thread("stop", () -> {
            stop.run();
            await();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private void await() {
        try {
            if (!reached.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(ErrorKind.RETRY.exitCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has put everything in order. */
    void reached() {
        reached.countDown();
    }
}
