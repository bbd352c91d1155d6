package io.penstock.plugin.telemetry.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Bytes;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfluxOutputTest extends PushContract<InfluxOptions> {
    @Override
    protected OutputPlugin<InfluxOptions> plugin() {
        return new InfluxOutputPlugin();
    }

    @Override
    protected Map<String, Object> least() {
        return Map.of("bucket", "b");
    }

    @Override
    protected String maxPoints() {
        return "max-points";
    }

    @Override
    protected List<String> metrics(Receiver.Request request) {
        return lines(request).stream().map(DecodedLine::measurement).toList();
    }

    private static List<DecodedLine> lines(Receiver.Request request) {
        return DecodedLine.all(new String(request.plain(), StandardCharsets.UTF_8));
    }

    private List<DecodedLine> written(Map<String, Object> options, Event... events) throws Exception {
        Object[] flat = options.entrySet().stream().flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue())).toArray();
        try (Output output = output(flat)) {
            output.write(batch(events));
        }
        return lines(receiver.requests.get(receiver.requests.size() - 1));
    }

    @Test
    void writesEveryPartOfAPoint() throws Exception {
        DecodedLine line = written(Map.of("tags", Map.of("site", "x y", "mode", "not this")), new Measurement("cpu time", NOW,
                Unsigned.of(7), "ms", new Entity("cpu_core", "1"), new Entity("process", "a=b,c"), Fields.builder()
                .set("mode", "user").set("none", Null.NULL).set("empty", "").set("n", 3L).set("b", Bytes.of((byte) 1)).build())).get(0);
        assertThat(line.measurement()).isEqualTo("cpu time");
        assertThat(line.tags()).isEqualTo(Map.of("resource_kind", "cpu_core", "resource_id", "1", "consumer_kind", "process",
                "consumer_id", "a=b,c", "unit", "ms", "mode", "user", "n", "3", "b", "AQ==", "site", "x y"));
        assertThat(line.field()).isEqualTo("value");
        assertThat(line.value()).isEqualTo("7u");
        assertThat(line.time()).isEqualTo("1767323045006007008");
    }

    @Test
    void writesEveryNumberExactlyOrRefusesIt() throws Exception {
        assertThat(written(Map.of(), at(NOW, Unsigned.MAX), at(NOW, Unsigned.of(0)), at(NOW, -0.0), at(NOW, Double.MIN_VALUE),
                at(NOW, 1e300), at(NOW, 0.1))).extracting(DecodedLine::value).containsExactly("18446744073709551615u", "0u",
                "-0.0", "4.9E-324", "1.0E300", "0.1");
        try (Output output = output()) {
            assertThat(refused(output, at(NOW, Double.NaN), at(NOW, Double.NEGATIVE_INFINITY), at(NOW, 1.0)))
                    .containsOnlyKeys(0, 1);
        }
        try (Output output = output("whole-numbers", "integer")) {
            assertThat(refused(output, at(NOW, Unsigned.ofBits(Long.MIN_VALUE)), at(NOW, Unsigned.of(Long.MAX_VALUE))))
                    .containsOnlyKeys(0).containsValue(
                    "9223372036854775808 is beyond 2^63-1, the largest whole number of the option whole-numbers: integer");
        }
        assertThat(lines(receiver.requests.get(2)).get(0).value()).isEqualTo("9223372036854775807i");
        assertThat(written(Map.of("whole-numbers", "float"), at(NOW, Unsigned.of(5))).get(0).value()).isEqualTo("5.0");
    }

    @Test
    void writesTimesBefore1970AndInEveryPrecision() throws Exception {
        Instant before = Instant.parse("1969-12-31T23:59:59.999999999Z");
        Instant first = Instant.parse("1677-09-21T00:12:43.145224194Z");
        Instant last = Instant.parse("2262-04-11T23:47:16.854775806Z");
        assertThat(written(Map.of(), at(first, 1.0), at(before, 1.0), at(last, 1.0))).extracting(DecodedLine::time)
                .containsExactly("-9223372036854775806", "-1", "9223372036854775806");
        assertThat(written(Map.of("precision", "ms"), at(before, 1.0), at(NOW, 1.0))).extracting(DecodedLine::time)
                .containsExactly("-1", "1767323045006");
        assertThat(receiver.requests.get(1).target()).isEqualTo("/api/v2/write?bucket=b&precision=ms");
        assertThat(written(Map.of("precision", "s"), at(before, 1.0)).get(0).time()).isEqualTo("-1");
        try (Output output = output()) {
            assertThat(refused(output, at(first.minusNanos(1), 1.0), at(last.plusNanos(1), 1.0), at(Instant.MIN, 1.0),
                    at(Instant.MAX, 1.0))).hasSize(4);
        }
    }

    @Test
    void escapesNamesAndRefusesThoseThatCannotBe() throws Exception {
        for (String name : List.of("a b", "a,b=c", "é€😀", "\"quoted\"", "back\\slash", "tab\there", "=", "a'b")) {
            DecodedLine line = written(Map.of(), new Measurement(name, NOW, 1.0, "1", new Entity("k", name),
                    Entity.LOCAL_MACHINE, Fields.of(name, name))).get(0);
            assertThat(line.measurement()).isEqualTo(name);
            assertThat(line.tags()).containsEntry("resource_id", name).containsEntry(name, name);
        }
        for (String name : List.of("line\nend", "cr\r", "nul\0", "end\\", "a\\,b", "a\\ b", "a\\\\b")) {
            try (Output output = output()) {
                assertThat(refused(output, new Measurement(name, NOW, 1.0, "1", Entity.LOCAL_MACHINE, Entity.LOCAL_MACHINE,
                        Fields.EMPTY), new Measurement("m", NOW, 1.0, "1", Entity.LOCAL_MACHINE, Entity.LOCAL_MACHINE,
                        Fields.of("tag", name)))).as(name).hasSize(2);
            }
        }
        try (Output output = output()) {
            assertThat(refused(output, point("#comment", 1.0), point("m", 1.0).withAttributes(Fields.of("time", "x")),
                    point("m", 1.0).withAttributes(Fields.of("resource_kind", "x")),
                    point("m", 1.0).withAttributes(Fields.of("", "x")))).hasSize(4);
        }
    }

    @Test
    void speaksToInfluxDb1AsItExpects() throws Exception {
        Map<String, Object> options = options("database", "d b", "retention-policy", "one&two", "user", "u", "password", "canary",
                "precision", "us");
        options.remove("bucket");
        try (Output output = plugin().create(io.penstock.testing.Plugins.options(plugin(), options),
                io.penstock.testing.TestContext.of(folder, clock))) {
            output.write(batch(point("m", Unsigned.of(1))));
            receiver.answers(request -> Receiver.Answer.of(500, "you sent " + request.headers().getFirst("Authorization")));
            assertThatThrownBy(() -> output.write(batch(point("m", 1.0)))).message().contains("you sent ***")
                    .doesNotContain("dTpjYW5hcnk");
        }
        Receiver.Request request = receiver.requests.get(0);
        assertThat(request.target()).isEqualTo("/write?db=d%20b&rp=one%26two&precision=u");
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Basic dTpjYW5hcnk=");
        assertThat(lines(request).get(0).value()).isEqualTo("1i");
    }

    @Test
    void sendsTheTokenAndCompressesUnlessToldNotTo() throws Exception {
        written(Map.of("token", "canary-7", "org", "o"), point("m", 1.0));
        assertThat(receiver.requests.get(0).headers().getFirst("Authorization")).isEqualTo("Token canary-7");
        assertThat(receiver.requests.get(0).headers().getFirst("Content-Encoding")).isEqualTo("gzip");
        assertThat(receiver.requests.get(0).target()).isEqualTo("/api/v2/write?org=o&bucket=b&precision=ns");
        written(Map.of("gzip", false), point("m", 1.0));
        assertThat(receiver.requests.get(1).headers().getFirst("Content-Encoding")).isNull();
        assertThat(new String(receiver.requests.get(1).body(), StandardCharsets.UTF_8))
                .isEqualTo("m,consumer_kind=local_machine,resource_kind=local_machine value=1.0 1767323045006007008\n");
    }

    @Test
    void findsMixedUpOptions() {
        assertThat(problems("database", "d")).hasSize(1);
        assertThat(problems("user", "u", "password", "p")).hasSize(1);
        assertThat(problems("user", "u")).hasSize(2);
        assertThat(problems("tags", Map.of("a", "line\nend"))).hasSize(1);
        assertThat(problems("url", receiver.url() + "/?a=b")).hasSize(1);
        assertThat(problems("precision", "minutes")).hasSize(1);
    }
}
