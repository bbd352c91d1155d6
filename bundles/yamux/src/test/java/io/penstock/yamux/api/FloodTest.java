package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client that sends one kind of frame without end, to a server that may not be able to answer. */
class FloodTest {
    private static void flood(Pair pair, int type, int flags, int firstId, int step, int times) {
        ByteBuf frames = pair.buffers.buffer();
        for (int i = 0; i < times; i++) {
            Header.write(frames, type, flags, firstId + i * step, i);
        }
        pair.server.session.received(frames);
        pair.server.session.receivedAll();
    }

    private static int unblocked(Pair pair) {
        pair.exchange();
        pair.server.pipe.blocked = false;
        pair.server.session.writabilityChanged();
        return pair.server.pipe.waiting();
    }

    @Test
    void mergesAnswersToPingsWhileItCannotSend() {
        try (Pair pair = new Pair()) {
            pair.exchange();
            pair.server.pipe.blocked = true;
            flood(pair, Header.PING, Header.SYN, 0, 0, 10_000);
            assertThat(unblocked(pair)).isEqualTo(ControlQueue.MAX_PONGS * Header.BYTES);
            assertThat(pair.server.lost).isEmpty();
        }
    }

    @Test
    void aFloodOfPingsBreaksTheSession() {
        try (Pair pair = new Pair()) {
            flood(pair, Header.PING, Header.SYN, 0, 0, 20_001);
            assertThat(pair.server.lost).get().asString().contains("flood of pings");
        }
    }

    @Test
    void allowsAsManyPingsAgainAsTimePasses() {
        try (Pair pair = new Pair()) {
            flood(pair, Header.PING, Header.SYN, 0, 0, 20_000);
            pair.loop.clock.advance(Duration.ofMillis(500));
            flood(pair, Header.PING, Header.SYN, 0, 0, 5_000);
            assertThat(pair.server.lost).isEmpty();
            flood(pair, Header.PING, Header.SYN, 0, 0, 1);
            assertThat(pair.server.lost).isPresent();
        }
    }

    @Test
    void aFloodOfRefusedStreamsBreaksTheSessionWhileItCannotSend() {
        YamuxSettings one = YamuxSettings.defaults().withMaxStreams(1);
        try (Pair pair = new Pair(one, one, 256 * 1024)) {
            pair.exchange();
            pair.server.pipe.blocked = true;
            flood(pair, Header.WINDOW_UPDATE, Header.SYN, 1, 2, 1 + ControlQueue.MAX_REFUSALS);
            assertThat(pair.server.lost).isEmpty();
            flood(pair, Header.WINDOW_UPDATE, Header.SYN, 100_001, 2, 1);
            assertThat(pair.server.lost).get().asString().contains("flood of streams");
        }
    }

    @Test
    void aFloodOfStreamsTheOwnerRefusesBreaksTheSessionWhileItCannotSend() {
        try (Pair pair = new Pair()) {
            pair.exchange();
            pair.server.acceptor = stream -> {
                stream.reset();
                return new Recorder();
            };
            pair.server.pipe.blocked = true;
            flood(pair, Header.WINDOW_UPDATE, Header.SYN, 1, 2, ControlQueue.MAX_REFUSALS);
            assertThat(pair.server.lost).isEmpty();
            flood(pair, Header.WINDOW_UPDATE, Header.SYN, 100_001, 2, 1);
            assertThat(pair.server.lost).get().asString().contains("flood of streams");
        }
    }

    @Test
    void aFloodOfOpensAndResetsBreaksTheSession() {
        try (Pair pair = new Pair()) {
            for (int i = 0; i < 300 && pair.server.lost.isEmpty(); i++) {
                for (int n = 0; n < 100; n++) {
                    int id = 1 + 2 * (100 * i + n);
                    flood(pair, Header.WINDOW_UPDATE, Header.SYN, id, 0, 1);
                    flood(pair, Header.WINDOW_UPDATE, Header.RST, id, 0, 1);
                }
                pair.server.pipe.take(1_000_000).release();
            }
            assertThat(pair.server.lost).get().asString().contains("flood of resets");
        }
    }

    @Test
    void manyStreamsOpenedWhileItCannotAnswerAreRefusedBeyondTheBacklog() {
        try (Pair pair = new Pair()) {
            pair.exchange();
            pair.server.pipe.blocked = true;
            flood(pair, Header.WINDOW_UPDATE, Header.SYN, 1, 2, 1000);
            assertThat(pair.server.session.openStreams()).isEqualTo(256);
            assertThat(pair.server.session.figures().refusedStreams()).isEqualTo(744);
        }
    }
}
