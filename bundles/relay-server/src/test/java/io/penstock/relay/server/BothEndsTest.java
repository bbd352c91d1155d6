package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.Clock;
import io.penstock.relay.client.component.RelayOutputPlugin;
import io.penstock.relay.wire.api.Compression;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestCertificate;
import io.penstock.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client that is shipped, against the server that is shipped: both show a certificate. */
@Timeout(120)
class BothEndsTest {
    /** The one name in the certificate. */
    private static final String NAME = "localhost";
    /** Compresses to next to nothing. */
    private static final String TEXT = "x".repeat(100_000);

    @TempDir
    Path folder;
    private final PipeFeed feed = new PipeFeed();
    private TestCertificate own;

    @BeforeEach
    void makesACertificate() throws Exception {
        own = TestCertificate.in(folder);
    }

    @Test
    void compressedEventsArriveUnderTheNameOfTheCertificate() throws Exception {
        assertThat(Compression.zstdAvailable()).isTrue();
        Client client = relayed("zstd");

        assertThat(client.visit().name()).isEqualTo(NAME);
        assertThat(client.counters().bytes.sum()).isPositive().isLessThan(TEXT.length() / 10);
    }

    /** Without which the test above would say nothing of compression. */
    @Test
    void plainEventsTakeTheirRoom() throws Exception {
        assertThat(relayed("none").counters().bytes.sum()).isGreaterThan(TEXT.length());
    }

    @Test
    void refusesANameThatIsNotInTheCertificate() throws Exception {
        try (RunningServer server = start(); Output output = output(server, "somebody", "zstd")) {
            output.open();
            output.write(new Batch(new BatchId("s", 1), events()));
            while (server.relay().counters().denied.sum() == 0 && !Thread.interrupted()) {
                Thread.onSpinWait();
            }
            assertThat(server.relay().counters().denied.sum()).isPositive();
        }
        assertThat(feed.recorded().events()).isEmpty();
    }

    /** Whom the server knows when what it was sent has come. */
    private Client relayed(String compression) throws Exception {
        try (RunningServer server = start(); Output output = output(server, NAME, compression)) {
            output.open();
            output.write(new Batch(new BatchId("s", 1), events()));
            assertThat(feed.recorded().awaitEvents(1, Duration.ofSeconds(20)))
                    .singleElement().satisfies(event -> assertThat(event.fields().get("text")).isEqualTo(TEXT));
            assertThat(server.relay().clients().all()).hasSize(1);
            return server.relay().clients().all().get(0);
        }
    }

    private static List<Event> events() {
        return List.of(Record.of(Instant.parse("2026-01-01T00:00:00Z"), Fields.of("text", TEXT)));
    }

    private RunningServer start() throws InterruptedException {
        return RunningServer.start(Map.of("tls", own.server(own.certificate())), folder, Clock.system(), feed);
    }

    private Output output(RunningServer server, String name, String compression) throws Exception {
        RelayOutputPlugin plugin = new RelayOutputPlugin();
        return plugin.create(Plugins.options(plugin, Map.of("relay-server", "127.0.0.1:" + server.address().getPort(),
                "client-name", name, "tls", own.client(own), "compression", compression, "buffer-max-length", 1)),
                TestContext.of(Files.createDirectories(folder.resolve("client")), Clock.system()));
    }
}
