package io.penstock.plugin.basic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.event.Event;
import io.penstock.core.time.ManualClock;
import io.penstock.core.value.ByteSize;
import io.penstock.testing.RecordingFeed;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StdinInputTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final RecordingFeed feed = new RecordingFeed();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private Pipe pipe;
    private StdinInput input;

    @BeforeEach
    void openPipe() throws Exception {
        pipe = Pipe.open();
        input = new StdinInput(new StdinOptions(ByteSize.kibibytes(1)), new ManualClock(Instant.EPOCH), () -> pipe.source());
    }

    @AfterEach
    void closePipe() throws Exception {
        pipe.sink().close();
        pipe.source().close();
    }

    @Test
    void readsLinesAndCompletesAtTheEnd() throws Exception {
        start();
        write("one\ntw");
        feed.awaitEvents(1, SOON);
        write("o\nthree");
        pipe.sink().close();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("returned");
        assertThat(raw(feed.events())).containsExactly("one", "two", "three");
    }

    @Test
    void returnsWhenClosedWhileItWaits() throws Exception {
        start();
        write("one\n");
        feed.awaitEvents(1, SOON);
        input.close();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("returned");
    }

    @Test
    void passesAnInterruptOn() throws Exception {
        Thread runner = start();
        runner.interrupt();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("InterruptedException");
    }

    @Test
    void readsNothingWhenClosedBeforeItRan() throws Exception {
        input.close();
        start();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("returned");
    }

    private Thread start() {
        Thread thread = Workers.thread("stdin", () -> {
            try {
                input.run(feed);
                ended.complete("returned");
            } catch (Exception e) {
                ended.complete(e.getClass().getSimpleName());
            }
        });
        thread.start();
        return thread;
    }

    private void write(String text) throws Exception {
        pipe.sink().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private static List<Object> raw(List<Event> events) {
        return events.stream().map(event -> event.fields().get("_raw")).toList();
    }
}
