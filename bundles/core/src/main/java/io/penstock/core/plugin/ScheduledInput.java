package io.penstock.core.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/** An input that does one thing every so often: the runtime calls {@link #poll} at the times the pipe's schedule gives. */
@ConsumerType
public interface ScheduledInput extends Input {
    /** Does it once. Errors are as for {@link Input#run}, except that the input is kept and polled again in due time. */
    void poll(InputFeed feed) throws Exception;

    /** Polls at every due time until the schedule ends or the input is closed. */
    @Override
    default void run(InputFeed feed) throws Exception {
        while (feed.awaitDue()) {
            feed.attempt(() -> poll(feed));
        }
    }
}
