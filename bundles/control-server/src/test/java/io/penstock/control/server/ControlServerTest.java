package io.penstock.control.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.server.settings.ServerSettings;
import io.penstock.core.health.Health;
import io.penstock.core.net.ServerPin;
import io.penstock.core.options.Settings;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {
    private final BlockingQueue<Optional<Assembly>> changes = new LinkedBlockingQueue<>();
    @TempDir
    private Path folder;

    private static ServerSettings settings(int port, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of("address", "127.0.0.1:" + port));
        properties.putAll(more);
        return Settings.bind(ServerSettings.class, properties);
    }

    private ControlServer start(ServerSettings settings) {
        return new ControlServer(settings, folder, "0.1.0", List::of, changes::add, Clock.system(), new SecureRandom());
    }

    private void awaitServing() throws InterruptedException {
        while (changes.take().isEmpty()) {
            // what ended, before what begins
        }
    }

    private static int version(ControlServer server) throws Exception {
        String pin = server.place().orElseThrow().pin().orElseThrow();
        HttpClient client = HttpClient.newBuilder().sslContext(new ServerPin(pin).context()).build();
        URI uri = server.place().orElseThrow().url().resolve("/version");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void showsTheSameKeyAfterAnotherStart() throws Exception {
        String pin;
        try (ControlServer first = start(settings(0, Map.of()))) {
            awaitServing();
            pin = first.place().orElseThrow().pin().orElseThrow();
            assertThat(version(first)).isEqualTo(200);
        }
        try (ControlServer second = start(settings(0, Map.of()))) {
            awaitServing();
            assertThat(second.place().orElseThrow().pin()).contains(pin);
        }
    }

    @Test
    void triesAgainUntilItsPortIsFree() throws Exception {
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        try (ControlServer server = start(settings(taken.getLocalPort(), Map.of()))) {
            while (server.health().get("").state() != Health.State.DEGRADED) {
                Thread.onSpinWait();
            }
            assertThat(server.health().get("").reason()).contains("127.0.0.1:" + taken.getLocalPort());
            taken.close();
            awaitServing();
            assertThat(version(server)).isEqualTo(200);
        }
    }

    @Test
    void movesToAnotherPortAndKeepsItsStore() throws Exception {
        try (ControlServer server = start(settings(0, Map.of()))) {
            awaitServing();
            int before = server.place().orElseThrow().url().getPort();
            int free;
            try (ServerSocket socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }
            server.become(settings(free, Map.of("limits.requests", 5)));
            while (server.place().orElseThrow().url().getPort() != free) {
                Thread.onSpinWait();
            }
            assertThat(before).isNotEqualTo(free);
            assertThat(version(server)).isEqualTo(200);
            assertThat(changes).as("nothing was opened anew").isEmpty();
        }
    }

    @Test
    void staysWhereItIsWhenTheOtherPortIsTaken() throws Exception {
        try (ControlServer server = start(settings(0, Map.of()));
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            awaitServing();
            server.become(settings(taken.getLocalPort(), Map.of()));
            while (server.health().get("").state() != Health.State.DEGRADED) {
                Thread.onSpinWait();
            }
            assertThat(version(server)).isEqualTo(200);
        }
    }

    @Test
    void opensAnotherStoreWithAnotherMasterKeyOnlyWhenItFits() throws Exception {
        try (ControlServer server = start(settings(0, Map.of()))) {
            awaitServing();
            server.become(settings(0, Map.of("master-key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")));
            assertThat(changes.poll(30, TimeUnit.SECONDS)).isEmpty();
            while (server.health().get("").state() != Health.State.DOWN) {
                Thread.onSpinWait();
            }
            assertThat(server.health().get("").reason()).contains("master");
            server.become(settings(0, Map.of()));
            awaitServing();
            assertThat(version(server)).isEqualTo(200);
        }
    }
}
