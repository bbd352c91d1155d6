package io.penstock.pipes.run;

import io.penstock.core.concurrent.Backoff;
import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.pipes.state.DeadLetterSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Dead letters that cannot be written, on a full disk say, hold their pipe up until they can. Thread-safe. */
final class PatientLetters implements DeadLetterSink {
    private static final String NODE = "dead-letters";

    private final DeadLetterSink letters;
    private final UnaryOperator<String> redaction;
    private final PipeEvents events;

    PatientLetters(DeadLetterSink letters, UnaryOperator<String> redaction, PipeEvents events) {
        this.redaction = redaction;
        this.letters = letters;
        this.events = events;
    }

    @Override
    public void add(String node, String reason, Event event) {
        String clean = redaction.apply(reason);
        untilDone(() -> letters.add(node, clean, event));
    }

    @Override
    public void sync() {
        untilDone(letters::sync);
    }

    private void untilDone(Runnable write) {
        patiently(NODE, events, write);
    }

    /** Does what may fail for lack of a disk until it does not; meanwhile the pipe is degraded. */
    static void patiently(String node, PipeEvents events, Runnable write) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), () -> 1);
        for (boolean well = true; ; well = false) {
            try {
                write.run();
                if (!well) {
                    events.healthy(node);
                }
                return;
            } catch (UncheckedIOException e) {
                events.degraded(node, e.getMessage());
                pause(node, backoff.next());
            }
        }
    }

    private static void pause(String node, Duration wait) {
        try {
            Waiting.pause(Clock.system(), wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeFailure(node, "the pipe stops");
        }
    }
}
