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

    /** A wait that ends early when the pipe stops. */
    interface Pause {
        void pause(Duration wait) throws InterruptedException;
    }

    private static final Pause UNTIL_INTERRUPTED = wait -> Waiting.pause(Clock.system(), wait);

    private final DeadLetterSink letters;
    private final UnaryOperator<String> redaction;
    private final PipeEvents events;
    private final Pause pause;

    PatientLetters(DeadLetterSink letters, UnaryOperator<String> redaction, PipeEvents events) {
        this(letters, redaction, events, UNTIL_INTERRUPTED);
    }

    private PatientLetters(DeadLetterSink letters, UnaryOperator<String> redaction, PipeEvents events, Pause pause) {
        this.redaction = redaction;
        this.letters = letters;
        this.events = events;
        this.pause = pause;
    }

    /** The same letters for a thread that is never interrupted, and so has to wait in another way. */
    PatientLetters waitingBy(Pause other) {
        return new PatientLetters(letters, redaction, events, other);
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
        patiently(NODE, events, write, pause);
    }

    /** Does what may fail for lack of a disk until it does not; meanwhile the pipe is degraded. */
    static void patiently(String node, PipeEvents events, Runnable write) {
        patiently(node, events, write, UNTIL_INTERRUPTED);
    }

    private static void patiently(String node, PipeEvents events, Runnable write, Pause pause) {
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
                pause(node, pause, backoff.next());
            }
        }
    }

    private static void pause(String node, Pause pause, Duration wait) {
        try {
            pause.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeFailure(node, "the pipe stops");
        }
    }
}
