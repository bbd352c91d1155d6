package io.penstock.plugin.basic;

import io.penstock.core.batch.Position;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Emits numbered events at a rate; the offset is the sequence number of the next one. Run by one thread. */
final class GenerateInput implements Input {
    static final String PARTITION = "generate";
    /** At a slow rate a batch waits no longer than this for its events. */
    private static final Duration BATCH_TIME = Duration.ofMillis(100);

    private final GenerateOptions options;
    private final Clock clock;
    private final Template template;
    private final StopSignal stop;
    private final Optional<Instant> startTime;

    /** What makes the event of a sequence number. */
    private interface Template {
        Event event(long seq, Instant time);
    }

    GenerateInput(GenerateOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.template = options.series().<Template>map(count -> new MeasurementTemplate(count)::event)
                .orElseGet(() -> new EventTemplate(options)::event);
        this.stop = new StopSignal(clock);
        this.startTime = options.startTime().map(Instant::parse);
    }

    @Override
    public void run(InputFeed feed) throws InterruptedException {
        long first = feed.checkpoint(PARTITION).orElse(0);
        long seq = first;
        long end = options.count().orElse(Long.MAX_VALUE);
        double nanosEach = options.rate().map(rate -> rate.nanosEach()).orElse(0.0);
        int batch = (int) Math.max(1, Math.min(options.batchEvents(),
                nanosEach == 0 ? Integer.MAX_VALUE : (long) (BATCH_TIME.toNanos() / nanosEach)));
        long startNanos = clock.nanoTime();
        while (seq < end && !stop.stopped()) {
            long upTo = Math.min(Math.min(end - seq, batch) + seq, feed.nextCut(PARTITION, seq));
            if (!stop.pauseUntil(startNanos + (long) ((upTo - first) * nanosEach))) {
                return;
            }
            feed.emit(events(seq, upTo), new Position(PARTITION, upTo));
            seq = upTo;
        }
    }

    private List<Event> events(long from, long to) {
        List<Event> events = new ArrayList<>((int) (to - from));
        Instant now = startTime.isPresent() ? Instant.EPOCH : clock.now();
        for (long seq = from; seq < to; seq++) {
            events.add(template.event(seq, startTime.isPresent() ? timeOf(seq) : now));
        }
        return events;
    }

    private Instant timeOf(long seq) {
        return startTime.get().plus(options.step().multipliedBy(seq));
    }

    @Override
    public void close() {
        stop.stop();
    }
}
