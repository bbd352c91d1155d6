package io.penstock.plugin.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.ScheduledInput;
import io.penstock.core.text.LineSplitter;
import io.penstock.core.time.Clock;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the command to its end at each due time. What it printed counts even when it failed. Run by one thread. */
final class IntervalInput implements ScheduledInput {
    private static final int BATCH_EVENTS = 1_000;
    private static final long LOOK_MS = 50;

    private final ExecOptions options;
    private final Clock clock;
    private final StopSignal stop;

    IntervalInput(ExecOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.stop = new StopSignal(clock);
    }

    @Override
    public void poll(InputFeed feed) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Optional<String> failure;
        try (ChildProcess child = ChildProcess.start(options)) {
            failure = collect(child, output);
        }
        if (!stop.stopped()) {
            emit(feed, texts(output.toByteArray()));
            failure.ifPresent(reason -> {
                throw PenstockException.retry("exec.failed", reason, null);
            });
        }
    }

    private Optional<String> collect(ChildProcess child, ByteArrayOutputStream output) throws InterruptedException {
        long start = clock.nanoTime();
        while (!child.hasEnded() && !stop.stopped()) {
            Optional<byte[]> bytes = child.next(LOOK_MS);
            if (bytes.isPresent()) {
                output.write(bytes.get(), 0, (int) Math.min(bytes.get().length, options.maxOutput().bytes() - output.size()));
                if (output.size() == options.maxOutput().bytes()) {
                    return Optional.of(child.describe("printed " + options.maxOutput() + " or more and was killed"));
                }
            }
            if (clock.nanoTime() - start >= options.timeout().toNanos()) {
                return Optional.of(child.describe("took longer than " + options.timeout().toMillis() + "ms and was killed"));
            }
        }
        return stop.stopped() ? Optional.empty() : child.failure();
    }

    private List<String> texts(byte[] output) {
        List<String> texts = new ArrayList<>();
        if (options.ignoreLinebreaks()) {
            String text = new String(output, UTF_8).stripTrailing();
            return text.isEmpty() ? List.of() : List.of(text);
        }
        LineSplitter splitter = new LineSplitter((int) options.maxLineBytes().bytes(), UTF_8, texts::add);
        splitter.feed(output, 0, output.length);
        splitter.end();
        return texts;
    }

    private void emit(InputFeed feed, List<String> texts) throws InterruptedException {
        Instant now = clock.now();
        for (int from = 0; from < texts.size(); from += BATCH_EVENTS) {
            List<Event> events = new ArrayList<>();
            for (String text : texts.subList(from, Math.min(from + BATCH_EVENTS, texts.size()))) {
                events.add(Record.raw(now, text));
            }
            feed.emit(events);
        }
    }

    @Override
    public void close() {
        stop.stop();
    }
}
