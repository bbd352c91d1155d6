package io.penstock.plugin.telemetry.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every output that pushes measurements. */
@Timeout(60)
public abstract class PushContract<O> {
    protected static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006007008Z");

    @TempDir
    protected Path folder;
    protected final ManualClock clock = new ManualClock(NOW);
    protected Receiver receiver;

    @BeforeEach
    void startTheReceiver() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void stopTheReceiver() {
        receiver.close();
    }

    protected abstract OutputPlugin<O> plugin();

    /** The least options but for the url. */
    protected Map<String, Object> least() {
        return Map.of();
    }

    /** The name of the option for the most points of a request. */
    protected abstract String maxPoints();

    /** The metrics of the points in a request, by a decoder of somebody else. */
    protected abstract List<String> metrics(Receiver.Request request);

    protected Output output(Object... namesAndValues) {
        return plugin().create(Plugins.options(plugin(), options(namesAndValues)), TestContext.of(folder, clock));
    }

    protected Map<String, Object> options(Object... namesAndValues) {
        Map<String, Object> options = new LinkedHashMap<>(least());
        options.put("url", receiver.url());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return options;
    }

    protected static Batch batch(Event... events) {
        return new Batch(new BatchId("s", 1), List.of(events));
    }

    protected static Measurement point(String metric, Number value) {
        return Measurement.of(metric, NOW, value, "1");
    }

    protected static Measurement at(Instant time, Number value) {
        return Measurement.of("m", time, value, "1");
    }

    /** Why the events of a batch were refused. */
    protected Map<Integer, String> refused(Output output, Event... events) {
        RejectedEvents rejected = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(events)));
        return rejected == null ? Map.of() : rejected.reasons();
    }

    private static Event[] points(int count) {
        List<Event> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(point("m" + i, Unsigned.of(i)));
        }
        return points.toArray(Event[]::new);
    }

    private List<String> sent() {
        return receiver.requests.stream().flatMap(request -> metrics(request).stream()).toList();
    }

    @Test
    void cutsABatchIntoRequests() throws Exception {
        try (Output output = output(maxPoints(), 4)) {
            output.write(batch(points(10)));
        }
        assertThat(receiver.requests).extracting(request -> metrics(request).size()).containsExactly(4, 4, 2);
        assertThat(new TreeSet<>(sent())).hasSize(10);
    }

    @Test
    void cutsRequestsThatGrowTooLarge() throws Exception {
        Event[] large = new Event[4];
        for (int i = 0; i < large.length; i++) {
            large[i] = new Measurement("m" + i, NOW, 1.0, "1", Entity.LOCAL_MACHINE, Entity.LOCAL_MACHINE,
                    Fields.of("text", "x".repeat(700)));
        }
        try (Output output = output("max-bytes", "1KiB")) {
            output.write(batch(large));
        }
        assertThat(receiver.requests).hasSize(4);
    }

    @Test
    void halvesWhatIsTooLargeForTheReceiver() throws Exception {
        receiver.answers(request -> metrics(request).size() > 3 ? Receiver.Answer.of(413, "too much") : Receiver.FINE);
        try (Output output = output()) {
            output.write(batch(points(10)));
        }
        receiver.requests.removeIf(request -> metrics(request).size() > 3);
        assertThat(sent()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void findsThePointsTheReceiverRefusesAndDeliversTheOthers() {
        Set<String> stored = new TreeSet<>();
        receiver.answers(request -> {
            List<String> metrics = metrics(request);
            if (metrics.contains("m3") || metrics.contains("m7")) {
                return Receiver.Answer.of(400, "bad\npoint");
            }
            stored.addAll(metrics);
            return Receiver.FINE;
        });
        try (Output output = output()) {
            assertThat(refused(output, points(10))).containsOnlyKeys(3, 7).allSatisfy((index, reason) ->
                    assertThat(reason).contains("answered 400: bad point"));
        }
        assertThat(stored).hasSize(8);
    }

    @Test
    void triesAgainNoSoonerThanTheReceiverAsks() throws Exception {
        receiver.answers(request -> Receiver.Answer.of(receiver.requests.size() == 1 ? 429 : 503, "", "Retry-After", "30"));
        try (Output output = output()) {
            PenstockException busy = catchThrowableOfType(PenstockException.class, () -> output.write(batch(points(1))));
            assertThat(busy.kind()).isEqualTo(ErrorKind.RETRY);
            Thread second = new Thread(() -> catchThrowableOfType(PenstockException.class, () -> output.write(batch(points(1)))));
            second.start();
            clock.advance(Duration.ofSeconds(29));
            second.join(50);
            assertThat(receiver.requests).hasSize(1);
            clock.advance(Duration.ofSeconds(1));
            second.join();
            assertThat(receiver.requests).hasSize(2);
        }
    }

    @Test
    void givesUpNothingForAnAnswerThatIsNotAboutTheData() {
        for (int status : List.of(301, 401, 403, 404, 405, 500, 502)) {
            receiver.answers(request -> Receiver.Answer.of(status, "no"));
            try (Output output = output()) {
                PenstockException failure = catchThrowableOfType(PenstockException.class, () -> output.write(batch(points(2))));
                assertThat(failure.kind()).as("%d", status).isEqualTo(status == 401 || status == 403
                        ? ErrorKind.DENIED : ErrorKind.RETRY);
            }
        }
    }

    @Test
    void takesRecordsThatAreMeasurementsAndRefusesOthers() throws Exception {
        try (Output output = output()) {
            assertThat(refused(output, Record.of(NOW, Fields.of("metric", "r").with("value", -3L).with("site", "b")),
                    Record.raw(NOW, "text"), Record.of(NOW, Fields.of("metric", "r").with("value", "text")),
                    Record.of(NOW, Fields.of("metric", "r").with("value", Long.MIN_VALUE)),
                    point("half\ud800", 1.0), point("nested", 1.0).withAttributes(Fields.of("a", List.of("\udc00")))))
                    .containsOnlyKeys(1, 2, 3, 4, 5);
        }
        assertThat(sent()).containsExactly("r");
    }

    @Test
    void sendsNothingWhenNothingIsLeft() {
        try (Output output = output()) {
            assertThat(refused(output, Record.raw(NOW, "text"))).hasSize(1);
        }
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void wantsEncryptionBeyondThisMachineAndNoPasswordsInAddresses() {
        assertThat(problems("url", "http://example.org/")).hasSize(1);
        assertThat(problems("url", "http://example.org/", "plaintext", true)).isEmpty();
        assertThat(problems("url", "https://u:p@example.org/")).hasSize(1);
        assertThat(problems("url", "https://example.org/")).isEmpty();
        assertThat(problems("http", Map.of("headers", Map.of("Host", "x")))).hasSize(1);
        assertThat(problems(maxPoints(), 0)).hasSize(1);
    }

    protected List<OptionProblem> problems(Object... namesAndValues) {
        return Plugins.problems(plugin(), options(namesAndValues));
    }
}
