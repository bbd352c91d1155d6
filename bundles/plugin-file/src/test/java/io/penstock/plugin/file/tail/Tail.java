package io.penstock.plugin.file.tail;

import io.penstock.core.batch.Position;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file input under test: rounds on a clock that leaps, in a folder of its own. */
final class Tail implements AutoCloseable {
    final Path logs;
    final ManualClock clock = new ManualClock(Instant.EPOCH);
    RecordingFeed feed = new RecordingFeed();
    private InputFeed sink = feed;
    private final Path state;
    private final FileInputOptions options;
    private Rounds rounds;

    Tail(Path folder, Map<String, Object> written) throws IOException {
        logs = Files.createDirectories(folder.resolve("logs"));
        state = Files.createDirectories(folder.resolve("state"));
        Map<String, Object> all = new HashMap<>(Map.of("paths", logs + "/*.log"));
        all.putAll(written);
        options = Plugins.options(new FileInputPlugin(), all);
        start();
    }

    private void start() throws IOException {
        rounds = new Rounds(options, clock, sink, state, new StopSignal(clock));
    }

    /** Ends as it would at a kill: nothing is saved. */
    Tail crashAndRestart() throws IOException {
        start();
        return this;
    }

    /** Emits to another feed from its next start on. */
    Tail into(InputFeed other) throws IOException {
        sink = other;
        return crashAndRestart();
    }

    /** Goes on with another feed. */
    Tail restart(RecordingFeed other) throws IOException {
        rounds.close();
        feed = other;
        sink = other;
        start();
        return this;
    }

    /** Reads all there is. */
    Tail settle() throws Exception {
        clock.advance(Duration.ofMillis(50));
        while (rounds.next()) {
            clock.advance(Duration.ofMillis(50));
        }
        return this;
    }

    /** Reads so many rounds. */
    Tail settleSome(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofMillis(50));
            rounds.next();
        }
        return this;
    }

    Tail after(Duration time) throws Exception {
        clock.advance(time);
        return settle();
    }

    Path file(String name) {
        return logs.resolve(name);
    }

    void append(String name, String text) {
        append(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void append(String name, byte[] bytes) {
        try {
            Files.write(file(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void truncate(String name) throws IOException {
        Files.newByteChannel(file(name), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
    }

    void rename(String from, String to) throws IOException {
        Files.move(file(from), file(to));
    }

    void copy(String from, String to) throws IOException {
        Files.copy(file(from), file(to));
    }

    List<String> lines() {
        return lines(feed.events());
    }

    static List<String> lines(List<Event> events) {
        return events.stream().map(event -> (String) event.fields().get("_raw")).toList();
    }

    /** The partition of a file that was read so far. */
    String partition() {
        return feed.checkpoints().keySet().iterator().next();
    }

    Position position() {
        return new Position(partition(), feed.checkpoint(partition()).orElseThrow());
    }

    @Override
    public void close() {
        rounds.close();
    }
}
