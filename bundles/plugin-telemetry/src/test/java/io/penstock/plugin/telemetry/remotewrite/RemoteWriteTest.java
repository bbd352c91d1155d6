package io.penstock.plugin.telemetry.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.plugin.telemetry.push.PushContract;
import io.penstock.plugin.telemetry.push.Receiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is sent is read by two decoders of somebody else: of Snappy and of protocol buffers. */
class RemoteWriteTest extends PushContract<RemoteWriteOptions> {
    private record Sample(long millis, long bits) {
        double value() {
            return Double.longBitsToDouble(bits);
        }
    }

    private record Series(Map<String, String> labels, List<Sample> samples) {
    }

    @Override
    protected OutputPlugin<RemoteWriteOptions> plugin() {
        return new RemoteWritePlugin();
    }

    @Override
    protected String maxPoints() {
        return "max-samples";
    }

    @Override
    protected List<String> metrics(Receiver.Request request) {
        return decoded(request).stream().map(series -> series.labels().get("__name__")).toList();
    }

    private static List<Series> decoded(Receiver.Request request) {
        try {
            List<Series> all = new ArrayList<>();
            UnknownFieldSet message = UnknownFieldSet.parseFrom(SnappyTest.decompress(request.body()));
            assertThat(message.asMap()).containsOnlyKeys(1);
            for (var bytes : message.getField(1).getLengthDelimitedList()) {
                UnknownFieldSet series = UnknownFieldSet.parseFrom(bytes);
                Map<String, String> labels = new LinkedHashMap<>();
                for (var label : series.getField(1).getLengthDelimitedList()) {
                    UnknownFieldSet pair = UnknownFieldSet.parseFrom(label);
                    labels.put(pair.getField(1).getLengthDelimitedList().get(0).toStringUtf8(),
                            pair.getField(2).getLengthDelimitedList().get(0).toStringUtf8());
                }
                List<Sample> samples = new ArrayList<>();
                for (var sample : series.getField(2).getLengthDelimitedList()) {
                    UnknownFieldSet pair = UnknownFieldSet.parseFrom(sample);
                    samples.add(new Sample(pair.getField(2).getVarintList().get(0), pair.getField(1).getFixed64List().get(0)));
                }
                all.add(new Series(labels, samples));
            }
            return all;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesSortedLabelsAndTheHeadersOfTheProtocol() throws Exception {
        try (Output output = output("labels", Map.of("job", "p", "mode", "not this"), "token", "canary")) {
            output.write(batch(new Measurement("cpu.time-total_total", NOW, Unsigned.of(1500), "ms", new Entity("cpu_core", "1"),
                    Entity.LOCAL_MACHINE, Fields.builder().set("mode", "ü\"").set("a-b", 1L).set("none", Null.NULL)
                    .set("empty", "").build())));
        }
        Receiver.Request request = receiver.requests.get(0);
        Series series = decoded(request).get(0);
        assertThat(series.labels()).containsExactly(Map.entry("__name__", "cpu_time_total_seconds_total"), Map.entry("a_b", "1"),
                Map.entry("consumer_kind", "local_machine"), Map.entry("job", "p"), Map.entry("mode", "ü\""),
                Map.entry("resource_id", "1"), Map.entry("resource_kind", "cpu_core"));
        assertThat(series.samples()).containsExactly(new Sample(1767323045006L, Double.doubleToLongBits(1.5)));
        assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("snappy");
        assertThat(request.headers().getFirst("X-Prometheus-Remote-Write-Version")).isEqualTo("0.1.0");
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer canary");
    }

    @Test
    void writesNumbersAsDoublesAndTimesAsMilliseconds() throws Exception {
        Instant before = Instant.parse("1969-12-31T23:59:59.999999999Z");
        try (Output output = output()) {
            assertThat(refused(output, at(before, Double.longBitsToDouble(0x7ff0000000000002L)), at(NOW, Unsigned.MAX),
                    at(NOW.plusMillis(1), -0.0), at(NOW.plusMillis(2), Double.NEGATIVE_INFINITY),
                    at(Instant.MAX, 1.0))).containsOnlyKeys(4);
        }
        assertThat(decoded(receiver.requests.get(0)).get(0).samples()).containsExactly(
                new Sample(-1, 0x7ff8000000000001L), new Sample(NOW.toEpochMilli(), Double.doubleToLongBits(0x1p64)),
                new Sample(NOW.toEpochMilli() + 1, Double.doubleToLongBits(-0.0)),
                new Sample(NOW.toEpochMilli() + 2, Double.doubleToLongBits(Double.NEGATIVE_INFINITY)));
    }

    @Test
    void ordersASeriesByTimeAndKeepsOneValueOfAMillisecond() throws Exception {
        try (Output output = output()) {
            Map<Integer, String> refused = refused(output, at(NOW.plusSeconds(2), 3.0), at(NOW, 1.0), at(NOW.plusNanos(1), 2.0),
                    at(NOW.plusNanos(2), 1.0), at(NOW.plusSeconds(1), 2.0));
            assertThat(refused).containsOnlyKeys(2);
            assertThat(refused.get(2)).contains("same millisecond");
        }
        assertThat(receiver.requests).hasSize(1);
        assertThat(decoded(receiver.requests.get(0)).get(0).samples()).extracting(Sample::value).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void keepsAsideOrSkipsWhatIsOutOfOrder() throws Exception {
        receiver.answers(request -> decoded(request).stream().anyMatch(series -> series.labels().get("__name__").equals("old"))
                ? Receiver.Answer.of(400, "Out of order sample: old") : Receiver.FINE);
        Event[] events = {point("new", 1.0), point("old", 1.0), point("newer", 1.0)};
        try (Output output = output()) {
            assertThat(refused(output, events)).containsOnlyKeys(1);
        }
        try (Output output = output("out-of-order", "skip")) {
            assertThat(refused(output, events)).isEmpty();
            receiver.answers(request -> Receiver.Answer.of(400, "label name invalid"));
            assertThat(refused(output, events)).hasSize(3);
        }
    }

    @Test
    void findsMixedUpOptions() {
        assertThat(problems("labels", Map.of("a-b", "x"))).hasSize(1);
        assertThat(problems("labels", Map.of("__name__", "x"))).hasSize(1);
        assertThat(problems("labels", Map.of("a", ""))).hasSize(1);
        assertThat(problems("user", "u")).hasSize(1);
        assertThat(problems("user", "u", "password", "p", "token", "t")).hasSize(1);
        assertThat(problems("user", "u", "password", "p")).isEmpty();
    }
}
