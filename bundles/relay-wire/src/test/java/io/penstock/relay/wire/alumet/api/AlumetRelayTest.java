package io.penstock.relay.wire.alumet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.relay.wire.alumet.api.AlumetMessage.RegisterMetrics;
import io.penstock.relay.wire.alumet.api.AlumetMessage.SendMeasurements;
import io.penstock.relay.wire.api.Decoded;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.Unfit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AlumetRelayTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L, 5);

    private final AlumetSender sender = new AlumetSender("node1");
    private final AlumetReceiver receiver = new AlumetReceiver(UnaryOperator.identity());

    private List<Decoded> through(AlumetSender.Encoded encoded) {
        FrameReader reader = FrameReader.of(Dialect.ALUMET, AlumetCodec.MAX_FRAME_BYTES);
        encoded.frames().forEach(reader::feed);
        List<Decoded> decoded = new ArrayList<>();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            AlumetMessage message = AlumetCodec.decode(next.get());
            assertThat(message.sender()).isEqualTo("node1");
            if (message instanceof RegisterMetrics metrics) {
                receiver.register(metrics);
            } else if (message instanceof SendMeasurements measurements) {
                decoded.add(receiver.measurements(measurements));
            }
        }
        return decoded;
    }

    @Test
    void carriesMeasurementsWithTheirUnits() {
        List<Event> events = List.of(
                new Measurement("cpu_time", NOW, Unsigned.MAX, "ms", Entity.LOCAL_MACHINE, new Entity("process", "7"),
                        Fields.of("mode", "user")),
                Measurement.of("power", NOW, -0.0, "uW"), Measurement.of("load", NOW, 1.5, "1"),
                Measurement.of("memory", NOW, 1.0, "By"), Measurement.of("odd", NOW, 1.0, "mol"));
        List<Decoded> decoded = through(sender.encode(events));
        assertThat(decoded).hasSize(1);
        assertThat(decoded.get(0).events()).isEqualTo(events);
        assertThat(through(sender.encode(events)).get(0).first()).isEqualTo(5);
    }

    @Test
    void leavesOutWhatAlumetDoesNotHave() {
        AlumetSender.Encoded encoded = sender.encode(List.of(Record.raw(NOW, "x"),
                Measurement.of("m", Instant.ofEpochSecond(-1), 1.0, "1"), Measurement.of("m\ud800", NOW, 1.0, "1"),
                Measurement.of("m", NOW, 1.0, "1").withAttributes(Fields.of("x\udc00", 1L)),
                Measurement.of("m", NOW, 2.0, "1").withAttributes(Fields.of("age", Duration.ofSeconds(3)))));
        assertThat(encoded.unfit()).extracting(Unfit::number).containsExactly(0L, 1L, 2L, 3L);
        assertThat(through(encoded).get(0).events()).containsExactly(
                Measurement.of("m", NOW, 2.0, "1").withAttributes(Fields.of("age", "PT3S")));
    }

    @Test
    void losesOnePointForAnUnknownMetricOrTimeAndNoneBesides() {
        receiver.register(new RegisterMetrics("n", List.of(new AlumetMetric(1, "m", true, "s", "kilo"))));
        Decoded decoded = receiver.measurements(new SendMeasurements("n", List.of(point(2, 1, 0), point(1, 1, 1_000_000_000),
                point(1, -1, 0), point(1, Long.MAX_VALUE, 0), point(1, 1, -1), point(1, 1, 2))));
        assertThat(decoded.count()).isEqualTo(6);
        assertThat(decoded.unfit()).extracting(Unfit::number).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(decoded.events()).containsExactly(Measurement.of("m", Instant.ofEpochSecond(1, 2), 1.0, "ks"));
    }

    @Test
    void asksOncePerSeriesWhatItShallBe() {
        List<String> asked = new ArrayList<>();
        AlumetReceiver renaming = new AlumetReceiver(key -> {
            asked.add(key.metric());
            return key.withMetric("other").withAttributes(key.attributes().with("relay_client", "node1"));
        });
        renaming.register(new RegisterMetrics("n", List.of(new AlumetMetric(1, "m", true, "1", ""))));
        Decoded decoded = renaming.measurements(new SendMeasurements("n", List.of(point(1, 1, 0), point(1, 2, 0))));
        assertThat(asked).containsExactly("m");
        assertThat(decoded.events()).extracting(each -> each.fields().get("attributes"))
                .containsOnly(Fields.of("relay_client", "node1"));
    }

    @Test
    void cutsALargeBatch() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            events.add(Measurement.of("some_metric", NOW.plusNanos(i), Unsigned.of(i), "By"));
        }
        AlumetSender.Encoded encoded = sender.encode(events);
        assertThat(encoded.frames()).hasSizeGreaterThan(2).allMatch(each -> each.remaining() < 2 * 1024 * 1024);
        assertThat(through(encoded).stream().flatMap(each -> each.events().stream()).toList()).isEqualTo(events);
    }

    private static AlumetPoint point(long metric, long second, int nano) {
        return new AlumetPoint(metric, second, nano, 1.0, Entity.LOCAL_MACHINE, Entity.LOCAL_MACHINE, Fields.EMPTY);
    }
}
