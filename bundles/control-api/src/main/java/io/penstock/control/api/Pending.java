package io.penstock.control.api;

/**
 * What waits on an agent to be sent, and what had to go.
 *
 * @param logs bytes of logs that wait
 * @param metrics bytes of measurements that wait
 * @param lost lines and points dropped because there were too many
 */
public record Pending(long logs, long metrics, long lost) {
    public Pending {
        Given.within(logs, "logs", 0, Given.MAX_NUMBER);
        Given.within(metrics, "metrics", 0, Given.MAX_NUMBER);
        Given.within(lost, "lost", 0, Given.MAX_NUMBER);
    }
}
