package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.WireLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryTest extends ServedSetup {
    private Rig rig(Object... more) {
        return new Rig(folder, Clock.system(), options(server.address(), more)).opened();
    }

    @Test
    void relaysInOrderAndFreesTheSpool() throws Exception {
        try (Rig rig = rig()) {
            rig.write(500).write(1).write(499);

            assertThat(Rig.numbers(store.awaitEvents(1000))).isEqualTo(Rig.upTo(1000));
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            assertThat(rig.metric("acknowledged_events_total")).isEqualTo(1000);
            rig.await(() -> rig.metric("sent_events_total") == 1000, "count of what was sent");
            assertThat(rig.metric("unacknowledged_bytes")).isZero();
            assertThat(rig.metric("last_acknowledged_timestamp_seconds")).isPositive();
        }
    }

    @Test
    void keepsEveryValueExactly() throws Exception {
        Fields odd = Fields.builder().set("a", "\ud800x").set("b", new BigDecimal("-1.2300")).set("c", -5L)
                .set("d", Unsigned.MAX).set("e", Bytes.of((byte) 1, (byte) -1)).set("f", Null.NULL).set("g", true)
                .set("h", Instant.parse("1812-06-24T00:00:00.000000001Z")).set("i", Duration.ofSeconds(-3, 7))
                .set("j", List.of(1L, "x", Fields.of("y", -0.0))).build();
        List<Event> events = List.of(
                point(Unsigned.MAX, Instant.parse("1900-01-01T00:00:00.123456789Z")),
                point(Double.longBitsToDouble(0x7ff8000000000abcL), Instant.EPOCH),
                Record.of(Instant.MIN, odd),
                Record.raw(Instant.MAX, "text"),
                point(-0.0, Instant.MAX),
                new Measurement("m", Instant.EPOCH, 1.5, "", new Entity("cpu", "1"), new Entity("process", "7"), odd));
        try (Rig rig = rig("buffer_max_length", 1)) {
            rig.write(events);

            List<Event> stored = store.awaitEvents(events.size());
            assertThat(stored).isEqualTo(events);
            assertThat(Double.doubleToRawLongBits((Double) ((Measurement) stored.get(1)).value()))
                    .isEqualTo(0x7ff8000000000abcL);
        }
    }

    private static Measurement point(Number value, Instant time) {
        return Measurement.of("metric", time, value, "J");
    }

    @Test
    void onePointLeavesWithinTheTimeout() throws Exception {
        ManualClock clock = new ManualClock(Rig.START);
        try (Rig rig = new Rig(folder, clock, options(server.address())).opened()) {
            rig.connected();
            rig.write(1);
            clock.advance(Duration.ofMillis(29_999));
            store.await(state -> server.messages.stream().anyMatch(Message.Heartbeat.class::isInstance), "heartbeat");
            assertThat(store.events()).isEmpty();
            clock.advance(Duration.ofMillis(1));

            store.awaitEvents(1);
        }
    }

    @Test
    void enoughPointsLeaveAtOnceAndTogether() throws Exception {
        ManualClock clock = new ManualClock(Rig.START);
        try (Rig rig = new Rig(folder, clock, options(server.address())).opened()) {
            rig.connected();
            for (int i = 0; i < 200; i++) {
                rig.write(1);
            }

            store.awaitEvents(200);
            assertThat(server.dataFrameEvents).hasSizeLessThan(20);
        }
    }

    @Test
    void whatWaitsIsSentWhenTheOutputEnds() throws Exception {
        try (Rig rig = rig()) {
            rig.connected();
            rig.write(3);
        }

        assertThat(Rig.numbers(store.events())).isEqualTo(Rig.upTo(3));
        store.await(state -> server.messages.stream().anyMatch(Message.Goodbye.class::isInstance), "goodbye");
    }

    @Test
    void whatIsWrittenAndClosedAtOnceIsSentAllTheSame() throws Exception {
        rig().write(10).close();

        assertThat(Rig.numbers(store.events())).isEqualTo(Rig.upTo(10));
    }

    @Test
    void cutsLargeBatchesToTheServersLimits() throws Exception {
        server.limits = new WireLimits(WireLimits.LEAST_FRAME_BYTES, 100, 100_000);
        server.windowBytes = 1;
        try (Rig rig = rig()) {
            rig.write(5000);

            assertThat(Rig.numbers(store.awaitEvents(5000))).isEqualTo(Rig.upTo(5000));
            assertThat(server.dataFrameEvents).allMatch(count -> count <= 100);
        }
    }

    @Test
    void forgetsSeriesBeforeThereAreTooManyForTheServer() throws Exception {
        server.limits = new WireLimits(WireLimits.LEAST_FRAME_BYTES, 1000, 10);
        List<Event> events = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> events.add(Measurement.of("m" + i % 50, Rig.START, Unsigned.of(i), "1")));
        try (Rig rig = rig()) {
            rig.write(events);

            assertThat(store.awaitEvents(500)).isEqualTo(events);
            assertThat(server.messages).anyMatch(Message.Reset.class::isInstance);
        }
    }

    @Test
    void refusesABatchWithAPointThatCannotBeRelayedAndStoresItsOthers() throws Exception {
        try (Rig rig = rig("buffer_max_length", 1)) {
            List<Event> events = new ArrayList<>(rig.points(8));
            events.add(5, Measurement.of("half a surrogate \ud800", Rig.START, 1.0, "1"));

            assertThatThrownBy(() -> rig.write(events)).isInstanceOfSatisfying(PenstockException.class,
                    refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID));
            // As a pipe does: halves what is refused until the culprit is alone.
            assertThat(halved(rig, events)).containsExactly(events.get(5));
            assertThat(Rig.numbers(store.awaitEvents(8))).isEqualTo(Rig.upTo(8));
        }
    }

    private static List<Event> halved(Rig rig, List<Event> events) throws InterruptedException {
        try {
            rig.write(events);
            return List.of();
        } catch (PenstockException e) {
            if (events.size() == 1) {
                return events;
            }
            List<Event> refused = new ArrayList<>(halved(rig, events.subList(0, events.size() / 2)));
            refused.addAll(halved(rig, events.subList(events.size() / 2, events.size())));
            return refused;
        }
    }

    @Test
    void passesOverWhatNoFrameOfTheServerHoldsAndCountsIt() throws Exception {
        server.limits = new WireLimits(WireLimits.LEAST_FRAME_BYTES, 1000, 1000);
        try (Rig rig = rig()) {
            List<Event> events = new ArrayList<>(rig.points(10));
            events.add(4, Record.raw(Rig.START, "x".repeat(300_000)));
            rig.write(events).write(200);

            assertThat(Rig.numbers(store.awaitEvents(210))).isEqualTo(Rig.upTo(210));
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            assertThat(rig.metric("lost_events_total")).isEqualTo(1);
        }
    }

    @Test
    void aBatchThatComesAgainIsStoredOnce() throws Exception {
        try (Rig rig = rig("buffer_max_length", 1)) {
            List<Event> events = rig.points(5);
            var batch = new io.penstock.core.batch.Batch(new io.penstock.core.batch.BatchId("stream", 4), events);
            rig.output.write(batch);
            rig.output.open();
            assertThat(rig.output.committed("stream")).hasValue(4);
            rig.output.write(batch);
            rig.output.write(new io.penstock.core.batch.Batch(new io.penstock.core.batch.BatchId("stream", 5),
                    rig.points(1)));

            assertThat(Rig.numbers(store.awaitEvents(6))).isEqualTo(Rig.upTo(6));
            assertThat(rig.output.committed("other")).isEmpty();
        }
    }
}
