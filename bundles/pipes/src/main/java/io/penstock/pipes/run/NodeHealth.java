package io.penstock.pipes.run;

/** Whether one part of a node is well; tells the pipe of every change, in the order they happened. Thread-safe. */
final class NodeHealth {
    private final PipeEvents events;
    private final String part;
    private boolean well = true;

    /** @param part what the pipe's state calls it: no two of these with one name, since either would speak for both */
    NodeHealth(PipeEvents events, String part) {
        this.events = events;
        this.part = part;
    }

    synchronized void degraded(String reason) {
        well = false;
        events.degraded(part, reason);
    }

    synchronized void healthy() {
        if (!well) {
            well = true;
            events.healthy(part);
        }
    }
}
