package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.health.Health.State;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.alumet.api.AlumetMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlumetTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(Rig.START);
    private AlumetServer server;

    @BeforeEach
    void startsAServer() throws Exception {
        server = new AlumetServer();
    }

    @AfterEach
    void stopsTheServer() throws Exception {
        server.close();
    }

    private Rig rig() {
        return new Rig(folder, clock, options(server.address(), "protocol", "alumet-v2", "client_name", "node1")).opened();
    }

    @Test
    void greetsRegistersAndSends() throws Exception {
        Measurement point = new Measurement("process_cpu_time", Instant.ofEpochSecond(1_700_000_000, 500), Unsigned.of(42),
                "ms", Entity.LOCAL_MACHINE, new Entity("process", "1234"), Fields.of("cpu_state", "user"));
        try (Rig rig = rig()) {
            rig.write(300).write(List.of(point));

            List<Event> stored = server.store.awaitEvents(300);
            assertThat(Rig.numbers(stored.subList(0, 300))).isEqualTo(LongStream.range(0, 300).boxed().toList());
            clock.advance(Duration.ofSeconds(30));
            assertThat(server.store.awaitEvents(301).get(300)).isEqualTo(point);
            rig.await(() -> rig.metric("lag_events") == 0, "end of the backlog");
        }
        assertThat(server.messages).allMatch(message -> message.sender().equals("node1"));
        assertThat(server.messages.get(0)).isInstanceOf(AlumetMessage.Greet.class);
    }

    @Test
    void registersEverythingAgainOnEveryConnection() throws Exception {
        try (Rig rig = rig()) {
            rig.write(200);
            server.store.awaitEvents(200);
            rig.connected();
            server.cut();
            rig.await(() -> {
                clock.advance(Duration.ofSeconds(1));
                return rig.metric("connections_total") == 2;
            }, "second connection");
            rig.write(200);

            server.store.awaitEvents(400);
        }
    }

    @Test
    void aServerThatNeverAnswersTheGreetingIsGivenUp() throws Exception {
        server.answers = false;
        try (Rig rig = rig()) {
            rig.write(1);
            server.store.await(state -> !server.messages.isEmpty(), "greeting");
            clock.advance(Duration.ofSeconds(10));
            rig.await(() -> rig.metric("failures_total") == 1, "failure");
            assertThat(rig.health().reason()).contains("no answer within 10 s");
            assertThat(rig.metric("lag_events")).isEqualTo(1);
        }
    }

    @Test
    void tellsThatTheServerSpeaksAnotherVersion() {
        server.accepts = false;
        try (Rig rig = rig()) {
            rig.await(() -> rig.health().state() == State.DEGRADED, "trouble");
            assertThat(rig.health().reason()).contains("does not accept version 2").contains("it speaks 3");
        }
    }

    @Test
    void refusesWhatAlumetCannotSay() {
        try (Rig rig = rig()) {
            assertThatThrownBy(() -> rig.write(List.of(Record.raw(Rig.START, "a line")))).hasMessageContaining("no records");
            assertThatThrownBy(() -> rig.write(List.of(Measurement.of("m", Instant.ofEpochSecond(-1), 1.0, "1"))))
                    .hasMessageContaining("before 1970");
        }
    }

    @Test
    void sendsWhatWaitsWhenItEnds() throws Exception {
        try (Rig rig = rig().connected()) {
            rig.write(3);
        }

        server.store.awaitEvents(3);
    }
}
