package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.health.Health.State;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.NoticeCode;
import io.penstock.relay.wire.api.RejectCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdentityTest extends ServedSetup {
    private Rig rig(Path place) {
        return new Rig(place, Clock.system(), options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 1,
                "client_name", "machine")).opened();
    }

    private List<UUID> clients() {
        return server.messages.stream().filter(Message.Hello.class::isInstance)
                .map(message -> ((Message.Hello) message).client()).distinct().toList();
    }

    @Test
    void aCopiedDataFolderLosesAndHidesNothing() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        server.reject = Optional.of(Message.Reject.of(RejectCode.BUSY, ""));
        try (Rig rig = rig(one)) {
            rig.write(50);
        }
        copy(one, two);
        server.reject = Optional.empty();
        try (Rig first = rig(one).from(1000); Rig second = rig(two).from(2000)) {
            first.write(30);
            second.write(40);
            first.await(() -> first.metric("lag_events") == 0, "acknowledgement");
            second.await(() -> second.metric("lag_events") == 0, "acknowledgement");
        }

        assertThat(clients()).hasSize(1);
        assertThat(Rig.numbers(store.events())).containsExactlyInAnyOrderElementsOf(LongStream.concat(
                LongStream.range(0, 50), LongStream.concat(LongStream.range(1000, 1030), LongStream.range(2000, 2040)))
                .boxed().toList());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void aTwinThatRanAheadCostsNothing() throws Exception {
        try (Rig rig = rig(folder).connected()) {
            rig.write(5);
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            UUID uuid = clients().get(0);
            long epoch = ((Message.Proof) server.messages.get(1)).epochs().get(0).epoch();
            store.claim(uuid, epoch, 1_000);
            server.cut();
            rig.await(() -> clients().size() == 2, "new identity");
            rig.write(10);

            List<Event> events = store.awaitEvents(15);
            assertThat(Rig.numbers(events)).isEqualTo(LongStream.range(0, 15).boxed().toList());
        }
    }

    @Test
    void aNoticeThatTheIdentityIsSharedGivesANewOneAtTheNextStart() throws Exception {
        try (Rig rig = rig(folder).connected()) {
            server.say(new Message.Notice(NoticeCode.IDENTITY_SHARED, "also at 192.0.2.1"));
            rig.await(() -> rig.health().state() == State.DEGRADED, "trouble");
            assertThat(rig.lastTrouble()).contains("also at 192.0.2.1");
            server.cut();
            rig.await(() -> rig.metric("connections_total") == 2, "second connection");
            assertThat(clients()).hasSize(1);
            assertThat(rig.health().state()).isEqualTo(State.DEGRADED);
        }
        try (Rig rig = rig(folder).connected()) {
            assertThat(clients()).hasSize(2);
        }
    }

    @Test
    void aSharedIdentityThatCannotBeRenewedYetKeepsNothingFromBeingSent() throws Exception {
        ManualClock clock = new ManualClock(Rig.START);
        try (Rig rig = new Rig(folder, clock, options(server.address(), "buffer_max_length", 1)).opened().connected()) {
            Path obstacle = Files.createDirectories(folder.resolve("node/identity.new/obstacle"));
            server.say(new Message.Notice(NoticeCode.IDENTITY_SHARED, ""));
            rig.await(() -> rig.lastTrouble().contains("it needs a new one, but"), "trouble");
            rig.write(5);
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            Files.delete(obstacle);
            clock.advance(Duration.ofSeconds(10));
            rig.await(() -> rig.lastTrouble().contains("from the next start on"), "new identity");
        }
        try (Rig rig = new Rig(folder, clock, options(server.address())).opened().connected()) {
            assertThat(clients()).hasSize(2);
        }
    }

    @Test
    void theIdentityOutlivesRestartsAndEachStartHasAnEpochOfItsOwn() throws Exception {
        rig(folder).connected().close();
        rig(folder).connected().close();

        assertThat(clients()).hasSize(1);
        assertThat(server.messages.stream().filter(Message.Proof.class::isInstance)
                .map(message -> ((Message.Proof) message).epochs().get(0).epoch()).distinct()).hasSize(2);
        assertThat(((Message.Hello) server.messages.get(0)).name()).isEqualTo("machine");
    }
}
