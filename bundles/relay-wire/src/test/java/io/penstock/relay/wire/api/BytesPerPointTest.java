package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.Input;
import io.penstock.core.time.ManualClock;
import io.penstock.plugin.host.HostInputPlugin;
import io.penstock.relay.wire.alumet.api.AlumetSender;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import io.penstock.testing.TestContext;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many bytes a point of this machine's own metrics takes, all included: handshake, series, frames, acknowledgements,
 * over a connection of ten minutes with a scrape every five seconds. Scrapes follow each other at once and ten minutes are
 * reckoned from them; {@code -Dpenstock.scrapes=120 -Dpenstock.scrape.seconds=5} waits in between, so that
 * counters move as they do, and prints.
 */
class BytesPerPointTest {
    private static final double BOUND = 15;
    private static final int SCRAPES_OF_TEN_MINUTES = 120;
    private static final int SCRAPES = Integer.getInteger("penstock.scrapes", 6);
    private static final int SECONDS = Integer.getInteger("penstock.scrape.seconds", 0);

    @TempDir
    private Path folder;
    private final List<List<Event>> scrapes = new ArrayList<>();
    private int points;

    @BeforeEach
    void scrape() throws Exception {
        ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000L, 123_456_789));
        HostInputPlugin plugin = new HostInputPlugin();
        Input input = plugin.create(Plugins.options(plugin, Map.of()), TestContext.of(folder, clock));
        for (int i = 0; i < SCRAPES; i++) {
            RecordingFeed feed = new RecordingFeed().due(1);
            input.run(feed);
            scrapes.add(List.copyOf(feed.events()));
            points += feed.events().size();
            clock.advance(Duration.ofSeconds(5).plusNanos(i * 1_234_567L));
            Thread.sleep(SECONDS * 1000L);
        }
        assertThat(points).isGreaterThan(50 * SCRAPES);
    }

    /** The first scrape tells the series: a hundred and nineteen like the others follow. */
    private double bytesPerPoint(Compression compression) {
        DataEncoder encoder = new DataEncoder(WireLimits.USUAL, compression);
        DataDecoder decoder = new DataDecoder(WireLimits.USUAL, UnaryOperator.identity());
        int first = handshake();
        int others = 0;
        for (int i = 0; i < scrapes.size(); i++) {
            List<ByteBuffer> frames = Wire.encode(encoder, 7, i * 10_000L, scrapes.get(i));
            int bytes = bytes(frames) + MessageCodec.encode(new Message.Ack(7, i * 10_000L)).remaining();
            first += i == 0 ? bytes : 0;
            others += i == 0 ? 0 : bytes;
            assertThat(Wire.decode(decoder, frames).get(0).events()).isEqualTo(scrapes.get(i));
        }
        double other = (double) others / (SCRAPES - 1);
        return (first + other * (SCRAPES_OF_TEN_MINUTES - 1)) / SCRAPES_OF_TEN_MINUTES / ((double) points / SCRAPES);
    }

    private static int handshake() {
        int bytes = 0;
        for (Message message : List.of(Samples.HELLO, Samples.CHALLENGE, Samples.PROOF, Samples.WELCOME)) {
            bytes += MessageCodec.encode(message).remaining();
        }
        return bytes;
    }

    private static int bytes(List<ByteBuffer> frames) {
        return frames.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    @Test
    void aPointOfThisMachineTakesFewBytes() {
        double plain = bytesPerPoint(Compression.NONE);
        double zstd = bytesPerPoint(Compression.ZSTD);
        double alumet = (double) bytes(scrapes.stream()
                .flatMap(each -> new AlumetSender("node1").encode(each).frames().stream()).toList()) / points;
        if (SECONDS > 0) {
            System.out.printf("bytes per point: %.2f plain, %.2f zstd, %.1f Alumet v2 (%d points a scrape)%n", plain, zstd,
                    alumet, points / SCRAPES);
        }
        assertThat(plain).isLessThanOrEqualTo(BOUND);
        assertThat(zstd).isLessThanOrEqualTo(plain);
        assertThat(alumet).isGreaterThan(2 * plain);
    }
}
