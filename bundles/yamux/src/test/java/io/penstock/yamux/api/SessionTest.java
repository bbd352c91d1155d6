package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {
    @Test
    void aGoAwayStopsNewStreamsAndKeepsTheOpenOnes() {
        try (Pair pair = new Pair()) {
            YamuxStream stream = pair.client.session.open(new Recorder());
            pair.exchange();
            pair.server.session.goAway(GoAwayCode.NORMAL);
            pair.exchange();
            assertThat(pair.client.goAway).contains(GoAwayCode.NORMAL);
            assertThat(pair.client.session.isGoingAway()).isTrue();
            assertThatThrownBy(() -> pair.client.session.open(new Recorder())).hasMessageContaining("no new streams");
            stream.write(pair.bytes("still here"));
            pair.exchange();
            assertThat(pair.server.accepted.get(0).text).hasToString("still here");
        }
    }

    @Test
    void refusesAStreamThatCrossedItsGoAway() {
        try (Pair pair = new Pair()) {
            Recorder crossing = new Recorder();
            pair.client.session.open(crossing);
            pair.server.session.goAway(GoAwayCode.NORMAL);
            pair.exchange();
            assertThat(crossing.reset).isPresent();
            assertThat(pair.server.accepted).isEmpty();
            assertThat(pair.server.lost).isEmpty();
        }
    }

    @Test
    void closingTellsThePeerAndResetsTheStreams() {
        try (Pair pair = new Pair()) {
            Recorder here = new Recorder();
            pair.client.session.open(here);
            pair.exchange();
            pair.client.session.close();
            pair.exchange();
            assertThat(here.reset).isPresent();
            assertThat(pair.client.pipe.closed).isTrue();
            assertThat(pair.server.goAway).contains(GoAwayCode.NORMAL);
        }
    }

    @Test
    void measuresTheRoundTripPastQueuedData() {
        try (Pair pair = new Pair(YamuxSettings.defaults(), YamuxSettings.defaults(), 1000)) {
            pair.exchange();
            pair.client.session.open(new Recorder()).write(pair.bytes(200_000));
            pair.loop.run();
            Future<Duration> ping = pair.client.session.ping();
            pair.loop.run();
            pair.client.pipe.move(pair.random, 100_000, pair.server.session);
            pair.client.session.writabilityChanged();
            pair.loop.clock.advance(Duration.ofMillis(7));
            pair.client.pipe.move(pair.random, 100_000, pair.server.session);
            pair.server.pipe.move(pair.random, 100_000, pair.client.session);
            assertThat(ping.getNow()).isEqualTo(Duration.ofMillis(7));
            assertThat(pair.client.session.figures().lastRttNanos()).isEqualTo(7_000_000);
        }
    }

    @Test
    void isLostWhenAPingIsNotAnsweredWhateverElseArrives() {
        try (Pair pair = new Pair()) {
            pair.exchange();
            YamuxStream stream = pair.server.session.open(new Recorder());
            pair.exchange();
            for (int second = 0; second < 16 && pair.client.lost.isEmpty(); second++) {
                stream.write(pair.bytes(100));
                pair.loop.advance(Duration.ofSeconds(1));
                pair.server.pipe.move(pair.random, 100_000, pair.client.session);
            }
            assertThat(pair.client.lost).get().asString().contains("ping").contains("10000 ms");
            assertThat(pair.client.pipe.closed).isTrue();
            assertThat(pair.loop.clock.nanoTime()).isBetween(14_999_000_000L, 15_001_000_000L);
        }
    }

    @Test
    void livesOnWhilePingsAreAnswered() {
        try (Pair pair = new Pair()) {
            for (int i = 0; i < 100; i++) {
                pair.loop.advance(Duration.ofSeconds(1));
                pair.exchange();
            }
            assertThat(pair.client.lost).isEmpty();
            assertThat(pair.client.session.figures().pings()).isBetween(22L, 25L);
        }
    }

    @Test
    void failsPingsWhenItEndsAndBeyondTheirLimit() {
        try (Pair pair = new Pair()) {
            pair.exchange();
            List<Future<Duration>> pings = new ArrayList<>();
            for (int i = 0; i < 65; i++) {
                pings.add(pair.client.session.ping());
            }
            pair.loop.run();
            assertThat(pings.get(64).cause()).hasMessageContaining("64 pings");
            pair.client.session.close();
            assertThat(pings.get(0).cause()).hasMessageContaining("ended");
        }
    }

    @Test
    void goesAwayWhenTheNumbersAreUsedUp() {
        try (Pair pair = new Pair()) {
            pair.client.session.streams().skipTo(0xFFFF_FEFDL);
            List<YamuxStream> last = new ArrayList<>();
            while (!pair.client.session.isGoingAway()) {
                last.add(pair.client.session.open(new Recorder()));
            }
            pair.exchange();
            assertThat(pair.client.goAway).contains(GoAwayCode.NORMAL);
            assertThat(last).hasSize(2);
            assertThat(last.get(1).id()).isEqualTo(0xFFFF_FEFFL);
            assertThat(pair.server.session.openStreams()).isEqualTo(2);
            assertThatThrownBy(() -> pair.client.session.open(new Recorder())).hasMessageContaining("no new streams");
        }
    }

    @Test
    void letsOutNoMoreThan255StreamsThatAreNotAcknowledged() {
        try (Pair pair = new Pair()) {
            for (int i = 0; i < 600; i++) {
                pair.client.session.open(new Recorder()).write(pair.bytes(10));
            }
            pair.loop.run();
            pair.client.pipe.move(pair.random, 1_000_000, pair.server.session);
            assertThat(pair.server.session.openStreams()).isEqualTo(255);
            pair.exchange();
            assertThat(pair.server.session.openStreams()).isEqualTo(600);
            assertThat(pair.server.accepted).allMatch(recorder -> recorder.bytes == 10);
        }
    }

    @Test
    void refusesStreamsBeyondTheBacklogWhileItCannotAnswer() {
        YamuxSettings small = YamuxSettings.defaults().withAcceptBacklog(10);
        try (Pair pair = new Pair(YamuxSettings.defaults(), small, 256 * 1024)) {
            pair.exchange();
            pair.server.pipe.blocked = true;
            List<Recorder> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(new Recorder());
                pair.client.session.open(all.get(i));
            }
            pair.exchange();
            pair.server.pipe.blocked = false;
            pair.server.session.writabilityChanged();
            pair.exchange();
            assertThat(all).filteredOn(recorder -> recorder.reset.isPresent()).hasSize(20);
            assertThat(pair.server.session.openStreams()).isEqualTo(10);
        }
    }
}
