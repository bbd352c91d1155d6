package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.health.Health;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that takes what comes and acknowledges nothing, while a small spool drops its oldest. */
class UnacknowledgedTest extends ServedSetup {
    private static final int BATCH = 5;
    /** 10 MB: more than the window, the spool and what is handed on in memory hold together. */
    private static final int ALL = 2500;

    /** A spool may end with the header of a segment beyond its limit. */
    private static final double FULL_BYTES = (256 << 10) + 24;

    private final ManualClock clock = new ManualClock(Rig.START);

    @BeforeEach
    void theServerAcknowledgesNothing() {
        server.acknowledges = false;
        server.windowBytes = 64 << 10;
    }

    private Rig full() throws Exception {
        Rig rig = new Rig(folder, clock, options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 1, "spool",
                Map.of("max_size", "256KiB", "when_full", "drop-oldest", "sync", "none"))).opened().connected();
        for (int first = 0; first < ALL; first += BATCH) {
            List<Event> batch = new ArrayList<>();
            for (int i = first; i < first + BATCH; i++) {
                batch.add(Record.raw(Rig.START.plusSeconds(i), "x".repeat(4000)));
            }
            rig.write(batch);
            // So that what was sent first is there, before anything can be dropped.
            store.awaitEvents(BATCH);
            assertThat(rig.metric("spool_bytes")).isLessThanOrEqualTo(FULL_BYTES);
        }
        assertThat(rig.output.spool().stats().dropped()).isPositive();
        assertThat(rig.metric("acknowledged_events_total")).isZero();
        return rig;
    }

    /** The numbers of what is stored, in the order it came. */
    private List<Long> stored() {
        return store.events().stream().map(event -> event.time().getEpochSecond() - Rig.START.getEpochSecond()).toList();
    }

    private void expectTheRestCounted(Rig rig) throws Exception {
        store.await(state -> stored().contains(ALL - 1L), "the newest");
        rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        assertThat(stored()).isSorted().doesNotHaveDuplicates();
        assertThat(store.missing()).isPositive().isEqualTo(ALL - stored().size());
        assertThat(rig.metric("acknowledged_events_total") + rig.metric("lost_events_total")).isEqualTo(ALL);
    }

    @Test
    void anAcknowledgementAtLastLeavesExactlyTheDroppedLost() throws Exception {
        try (Rig rig = full()) {
            server.acknowledges = true;
            acknowledge();

            expectTheRestCounted(rig);
            assertThat(rig.metric("lost_events_total")).isEqualTo(store.missing());
            assertThat(rig.metric("connections_total")).isEqualTo(1);
        }
    }

    private void acknowledge() throws Exception {
        UUID client = first(Message.Hello.class).client();
        long epoch = first(Message.Proof.class).epochs().get(0).epoch();
        server.say(new Message.Ack(epoch, store.next(client, epoch).getAsLong()));
    }

    private <M extends Message> M first(Class<M> type) {
        return server.messages.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    @Test
    void aNewConnectionGoesOnWithWhatIsLeft() throws Exception {
        try (Rig rig = full()) {
            long dropped = rig.output.spool().stats().dropped() * BATCH;
            server.acknowledges = true;
            server.cut();
            rig.await(() -> {
                clock.advance(Duration.ofMillis(1));
                return rig.metric("connections_total") == 2 && rig.health().state() == Health.State.UP;
            }, "second connection");

            expectTheRestCounted(rig);
            // Dropped before a server acknowledged it: lost as far as the client can tell when it counts.
            assertThat(rig.metric("lost_events_total")).isEqualTo(dropped);
            assertThat(stored().indexOf(dropped) + ALL - dropped).isEqualTo(stored().size());
        }
    }
}
