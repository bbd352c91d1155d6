package io.penstock.cli.launch;

import io.penstock.core.concurrent.Workers;
import sun.misc.Signal;

/** The signals of the operating system, where this Java and this system have them. */
final class Signals {
    private Signals() {
    }

    /**
     * Runs a task at every arrival of a signal, on a thread of its own.
     *
     * @param name without SIG: {@code TERM}, {@code HUP}
     * @return false where there is no such signal, or the JVM keeps it for itself
     */
    static boolean on(String name, Runnable task) {
        try {
            Signal.handle(new Signal(name), signal -> Workers.thread("signal-" + name, task).start());
            return true;
        } catch (IllegalArgumentException | LinkageError e) {
            return false;
        }
    }
}
