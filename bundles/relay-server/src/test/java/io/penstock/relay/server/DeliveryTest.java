package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.metrics.MetricSink;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Message.Welcome;
import io.penstock.relay.wire.api.RejectCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeliveryTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long EPOCH = 0xABCDEFL;
    private static final String PARTITION = Clients.partition(Peer.IDENTITY, EPOCH);

    @TempDir
    Path folder;
    private final PipeFeed feed = new PipeFeed();

    @Test
    void handsEventsOnWithTheirNumbersAndAcknowledgesThem() throws Exception {
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
            peer.data(EPOCH, 0, 10);
            peer.acknowledged(EPOCH, 10);

            assertThat(feed.positions()).containsExactly(new Position(PARTITION, 10));
            assertThat(feed.recorded().events()).hasSize(10).first()
                    .isEqualTo(((Measurement) Peer.numbered(0, 1).get(0)).withAttributes(Fields.of("relay_client", "node1")));
        }
    }

    @Test
    void acknowledgesNothingBeyondAHole() throws Exception {
        feed.hold();
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 30))) {
            peer.data(EPOCH, 0, 10);
            peer.data(EPOCH, 10, 10);
            peer.data(EPOCH, 20, 10);
            feed.recorded().awaitEvents(30, SOON);
            feed.settleNewest();
            feed.settle(Fate.DONE);
            peer.acknowledged(EPOCH, 10);
            feed.settle(Fate.DONE);

            peer.acknowledged(EPOCH, 30);
        }
    }

    @Test
    void takesWhatIsSentAgainAfterLostAcknowledgementsOnlyOnce() throws Exception {
        try (RunningServer server = RunningServer.start(folder, feed)) {
            try (Peer peer = Peer.open(server.address(), "node1", range(0, 20))) {
                peer.data(EPOCH, 0, 20);
                feed.recorded().awaitEvents(20, SOON);
            }
            try (Peer peer = new Peer(server.address())) {
                peer.greet("node1", Peer.IDENTITY);
                peer.prove(Optional.empty(), range(0, 30));
                assertThat(peer.welcomed().resume()).containsExactly(OptionalLong.of(20));
                peer.acknowledged(EPOCH, 20);
                peer.data(EPOCH, 0, 30);
                peer.acknowledged(EPOCH, 30);
            }
            assertThat(numbers()).containsExactlyElementsOf(range(30));
            assertThat(server.relay().clients().all().get(0).counters().duplicates.sum()).isEqualTo(20);
        }
    }

    @Test
    void acknowledgesToANewConnectionWhatAFormerOneBrought() throws Exception {
        feed.hold();
        try (RunningServer server = RunningServer.start(folder, feed)) {
            try (Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
                peer.data(EPOCH, 0, 10);
                feed.recorded().awaitEvents(10, SOON);
            }
            try (Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
                peer.data(EPOCH, 0, 10);
                feed.settle(Fate.DONE);
                peer.acknowledged(EPOCH, 10);
            }
        }
        assertThat(numbers()).containsExactlyElementsOf(range(10));
    }

    @Test
    void goesOnFromTheCheckpointAfterARestart() throws Exception {
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
            peer.data(EPOCH, 0, 10);
            peer.acknowledged(EPOCH, 10);
        }
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = new Peer(server.address())) {
            peer.greet("node1", Peer.IDENTITY);
            peer.prove(Optional.empty(), range(5, 20));
            Welcome welcome = peer.welcomed();
            assertThat(welcome.resume()).containsExactly(OptionalLong.of(10));
            peer.data(EPOCH, 5, 15);
            peer.acknowledged(EPOCH, 20);
        }
        assertThat(numbers()).containsExactlyElementsOf(range(20));
    }

    @Test
    void endsBatchesWhereTheFeedMustBeCut() throws Exception {
        feed.recorded().cutAt(PARTITION, 3).cutAt(PARTITION, 7);
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
            peer.data(EPOCH, 0, 10);
            peer.acknowledged(EPOCH, 10);
        }
        assertThat(feed.positions()).extracting(Position::offset).containsExactly(3L, 7L, 10L);
        assertThat(feed.recorded().batches()).extracting(List::size).containsExactly(3, 4, 3);
    }

    @Test
    void goesOverNumbersTheClientGaveUp() throws Exception {
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
            peer.data(EPOCH, 0, 10);
            peer.data(EPOCH, 100, 10);
            peer.acknowledged(EPOCH, 110);
            assertThat(server.relay().clients().all().get(0).counters().missing.sum()).isEqualTo(90);
        }
        assertThat(feed.recorded().events()).hasSize(20);
    }

    @Test
    void endsEveryConnectionWhenABatchIsRefusedForGood() throws Exception {
        feed.hold();
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
            peer.data(EPOCH, 0, 10);
            feed.settle(Fate.FAILED);

            assertThat(peer.rejected().code()).isEqualTo(RejectCode.CLOSING);
            assertThat(server.failure()).isPresent();
        }
    }

    @Test
    void acknowledgesNothingOfAPipeThatGaveUp() throws Exception {
        feed.hold();
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 20))) {
            peer.data(EPOCH, 0, 10);
            peer.data(EPOCH, 10, 10);
            feed.awaitHeld(2);
            feed.settle(Fate.ABANDONED);
            feed.settle(Fate.DONE);

            assertThat(peer.rejected().code()).isEqualTo(RejectCode.CLOSING);
            assertThat(server.failure()).hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("given up"));
        }
    }

    @Test
    void tellsAboutItsClients() throws Exception {
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
            peer.data(EPOCH, 0, 10);
            peer.acknowledged(EPOCH, 10);
            Client client = server.relay().clients().all().get(0);
            assertThat(ClientRow.of(server.live(), client)).containsEntry("name", "node1").containsEntry("state", "CONNECTED")
                    .containsEntry("events", 10L).containsEntry("acknowledged", "0000000000abcdef:10")
                    .containsEntry("identity", Peer.IDENTITY.toString());

            Map<String, Double> numbers = new java.util.TreeMap<>();
            RelayMetrics.collect(server.live(), new MetricSink() {
                @Override
                public void counter(String name, String help, Map<String, String> labels, double value) {
                    numbers.put(name + labels.getOrDefault("client", ""), value);
                }

                @Override
                public void gauge(String name, String help, Map<String, String> labels, double value) {
                    numbers.put(name + labels.getOrDefault("client", ""), value);
                }
            });
            assertThat(numbers).containsEntry("penstock_relay_server_events_totalnode1", 10.0)
                    .containsEntry("penstock_relay_server_connections", 1.0)
                    .containsEntry("penstock_relay_server_unacknowledged_eventsnode1", 0.0);
        }
    }

    @Test
    void renamesAMetricThatComesWithAnotherUnit() throws Exception {
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10));
                Peer other = Peer.open(server.address(), "node2", new java.util.UUID(3, 4), range(0, 10))) {
            peer.write(peer.frames(EPOCH, 0, List.of(measured("J"))));
            peer.acknowledged(EPOCH, 1);
            other.write(other.frames(EPOCH + 1, 0, List.of(measured("W"))));
            feed.recorded().awaitEvents(2, SOON);

            assertThat(feed.recorded().events()).extracting(event -> ((Measurement) event).metric())
                    .containsExactly("energy", "energy_relay-client-node2");
        }
    }

    @Test
    void frameArrivesHoweverItIsSplit() throws Exception {
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer peer = Peer.open(server.address(), "node1", range(0, 10))) {
            byte[] frames = peer.frames(EPOCH, 0, 10);
            for (byte single : frames) {
                peer.write(new byte[] {single});
            }
            peer.acknowledged(EPOCH, 10);
            for (int split = 1; split < frames.length; split += 7) {
                byte[] next = peer.frames(EPOCH, 10L * (split / 7 + 1), 10);
                int at = Math.min(split, next.length - 1);
                peer.write(java.util.Arrays.copyOf(next, at));
                peer.write(java.util.Arrays.copyOfRange(next, at, next.length));
                peer.acknowledged(EPOCH, 10L * (split / 7 + 2));
            }
        }
        assertThat(numbers()).isSorted().doesNotHaveDuplicates();
    }

    private static Event measured(String unit) {
        return Measurement.of("energy", Peer.TIME, Unsigned.ofBits(1), unit);
    }

    private List<Long> numbers() {
        return feed.recorded().events().stream().map(event -> ((Measurement) event).value().longValue()).toList();
    }

    private static List<Long> range(int until) {
        return java.util.stream.LongStream.range(0, until).boxed().toList();
    }

    private static EpochRange range(long first, long next) {
        return new EpochRange(EPOCH, first, next);
    }
}
