package io.penstock.plugin.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.core.concurrent.Backoff;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.text.LineSplitter;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the command for as long as it lives and takes its lines as they come. Run by one thread; closed from any. */
final class StreamInput implements Input {
    private static final int BATCH_EVENTS = 1_000;
    private static final long LOOK_MS = 50;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final ExecOptions options;
    private final Clock clock;
    private final StopSignal stop;
    private final Backoff backoff;

    StreamInput(ExecOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.stop = new StopSignal(clock);
        this.backoff = new Backoff(options.restartDelay(), LONGEST_WAIT, () -> 1);
    }

    @Override
    public void run(InputFeed feed) throws InterruptedException {
        while (!stop.stopped()) {
            Optional<String> failure = runOnce(feed);
            if (stop.stopped() || failure.isEmpty() && options.restart() == ExecOptions.Restart.ON_FAILURE) {
                return;
            }
            failure.ifPresent(reason -> feed.degraded(reason + "; it is started again"));
            stop.pause(backoff.next());
        }
    }

    private Optional<String> runOnce(InputFeed feed) throws InterruptedException {
        try (ChildProcess child = ChildProcess.start(options)) {
            take(child, feed);
            return stop.stopped() ? Optional.empty() : child.failure();
        } catch (PenstockException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void take(ChildProcess child, InputFeed feed) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter((int) options.maxLineBytes().bytes(), UTF_8, lines::add);
        boolean first = true;
        while (!child.hasEnded() && !stop.stopped()) {
            Optional<byte[]> bytes = child.next(LOOK_MS);
            bytes.ifPresent(read -> splitter.feed(read, 0, read.length));
            if (first && bytes.isPresent()) {
                first = false;
                feed.healthy();
                backoff.reset();
            }
            if (lines.size() >= BATCH_EVENTS || !child.hasMore()) {
                emit(feed, lines);
            }
        }
        splitter.end();
        emit(feed, lines);
    }

    private void emit(InputFeed feed, List<String> lines) throws InterruptedException {
        if (!lines.isEmpty()) {
            List<Event> events = new ArrayList<>(lines.size());
            lines.forEach(line -> events.add(Record.raw(clock.now(), line)));
            lines.clear();
            feed.emit(events);
        }
    }

    @Override
    public void close() {
        stop.stop();
    }
}
