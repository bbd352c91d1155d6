package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.time.Clock;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.RejectCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpoolPolicyTest extends ServedSetup {
    @BeforeEach
    void theServerIsAway() {
        server.reject = Optional.of(Message.Reject.of(RejectCode.CLOSING, ""));
    }

    private Rig rig(String whenFull) {
        return new Rig(folder, Clock.system(), options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 1, "spool",
                Map.of("max_size", "256KiB", "when_full", whenFull))).opened();
    }

    private static List<Event> large(int number) {
        return List.of(Record.raw(Rig.START, number + " " + "x".repeat(4000)), Record.raw(Rig.START, number + "b"));
    }

    private long folderBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void aFullSpoolDropsTheOldestAndCountsThemExactly() throws Exception {
        try (Rig rig = rig("drop-oldest")) {
            for (int i = 0; i < 300; i++) {
                rig.write(large(i));
            }
            assertThat(folderBytes()).isLessThan(300 << 10);
            long dropped = rig.output.spool().stats().dropped();
            assertThat(dropped).isPositive();
            rig.await(() -> rig.metric("lost_events_total") == 2 * dropped, "count of what was dropped");
            double lost = rig.metric("lost_events_total");
            assertThat(lost + rig.metric("lag_events")).isEqualTo(600);

            server.reject = Optional.empty();
            List<Event> stored = store.awaitEvents((int) (600 - lost));
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            assertThat(rig.metric("lost_events_total")).isEqualTo(lost);
            List<Event> newest = new ArrayList<>();
            for (int i = (int) lost / 2; i < 300; i++) {
                newest.addAll(large(i));
            }
            assertThat(stored).isEqualTo(newest);
        }
    }

    @Test
    void aFullSpoolDropsTheNewestAndCountsThemExactly() throws Exception {
        try (Rig rig = rig("drop-newest")) {
            for (int i = 0; i < 300; i++) {
                rig.write(large(i));
            }
            double refused = rig.metric("refused_events_total");
            assertThat(refused).isPositive();
            assertThat(refused + rig.metric("lag_events")).isEqualTo(600);

            server.reject = Optional.empty();
            List<Event> stored = store.awaitEvents((int) (600 - refused));
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            assertThat(stored.get(0)).isEqualTo(large(0).get(0));
            assertThat(rig.metric("lost_events_total")).isZero();
            assertThat(store.missing()).isZero();
        }
    }

    @Test
    void aFullSpoolBlocksThePipeUntilTheServerHasTakenSome() throws Exception {
        AtomicInteger written = new AtomicInteger();
        try (Rig rig = rig("block")) {
            Thread pipe = new Thread(() -> {
                try {
                    for (int i = 0; i < 300; i++) {
                        rig.write(large(i));
                        written.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            pipe.start();
            rig.await(() -> pipe.getState() == Thread.State.WAITING, "blocked pipe");
            assertThat(written.get()).isBetween(1, 299);

            server.reject = Optional.empty();
            assertThat(store.awaitEvents(600)).hasSize(600);
            pipe.join();
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        }
    }

    @Test
    void closingEndsABlockedWrite() throws Exception {
        Rig rig = rig("block");
        List<Throwable> ended = new ArrayList<>();
        Thread pipe = new Thread(() -> {
            for (int i = 0; i < 300; i++) {
                int number = i;
                try {
                    rig.write(large(number));
                } catch (InterruptedException | PenstockException e) {
                    ended.add(e);
                    return;
                }
            }
        });
        pipe.start();
        rig.await(() -> pipe.getState() == Thread.State.WAITING, "blocked pipe");
        rig.close();
        pipe.join();

        assertThat(ended).singleElement().isInstanceOf(PenstockException.class);
    }

    @Test
    void aBatchLargerThanTheSpoolTakesIsRefusedWhole() {
        try (Rig rig = rig("block")) {
            List<Event> batch = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                batch.addAll(large(i));
            }
            assertThatThrownBy(() -> rig.write(batch)).isInstanceOf(PenstockException.class).hasMessageContaining("does not fit");
        }
    }

    @Test
    void aDamagedRecordCostsWhatItHeldAndIsCounted() throws Exception {
        try (Rig rig = rig("block")) {
            for (int i = 0; i < 40; i++) {
                rig.write(large(i));
            }
        }
        flipAByteInTheMiddleOf(segments().get(1));
        server.reject = Optional.empty();
        try (Rig rig = rig("block")) {
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            double lost = rig.metric("lost_events_total");
            assertThat(lost).isBetween(2.0, 30.0);
            assertThat(store.events().size() + lost).isEqualTo(80);
            assertThat(store.events().get(79 - (int) lost)).isEqualTo(large(39).get(1));
            assertThat(rig.metric("damaged_records_total")).isPositive();
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("node/spool"))) {
            return files.filter(file -> file.toFile().length() > 10_000).sorted().toList();
        }
    }

    private static void flipAByteInTheMiddleOf(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x40;
        Files.write(file, bytes);
    }

    @Test
    void aSpoolCutAnywhereGivesWhatIsWholeAndGoesOn() throws Exception {
        try (Rig rig = rig("block")) {
            for (int i = 0; i < 5; i++) {
                rig.write(large(i));
            }
        }
        Path segment = segments().get(0);
        byte[] whole = Files.readAllBytes(segment);
        server.reject = Optional.empty();
        for (int cut : new int[] {whole.length - 1, whole.length - 3000, whole.length / 2, 4100, 100, 24, 10, 0}) {
            server.close();
            Files.write(segment, java.util.Arrays.copyOf(whole, cut));
            TestStore fresh = new TestStore();
            server = new TestServer(fresh);
            Rig rig = rig("block").from(1000);
            rig.write(1);
            fresh.await(state -> state.events().contains(Rig.point(1000)), "the new point after a cut at " + cut);
            List<Event> events = fresh.events();
            List<Event> before = new ArrayList<>();
            for (int i = 0; i < events.size() / 2; i++) {
                before.addAll(large(i));
            }
            assertThat(events.subList(0, events.size() - 1)).isEqualTo(before);
            rig.kill();
            try (Stream<Path> files = Files.list(folder.resolve("node/spool"))) {
                files.forEach(file -> file.toFile().delete());
            }
        }
    }
}
