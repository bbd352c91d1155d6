package io.penstock.tunnel.gateway;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Hands work to event loops that may have ended. */
final class Tasks {
    private Tasks() {
    }

    /** A loop that has ended has closed everything it had: then there is nothing left to do. */
    static void execute(Executor loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            Gateway.LOG.debug("a loop has ended already");
        }
    }
}
