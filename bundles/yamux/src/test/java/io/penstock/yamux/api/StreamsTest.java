package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StreamsTest {
    @Test
    void carriesBytesBothWaysAndEndsEachWayAlone() {
        try (Pair pair = new Pair()) {
            Recorder here = new Recorder();
            YamuxStream stream = pair.client.session.open(here);
            stream.write(pair.bytes("question"));
            stream.finish();
            pair.exchange();
            Recorder there = pair.server.accepted.get(0);
            assertThat(there.text).hasToString("question");
            assertThat(there.finished).isOne();
            assertThat(here.finished).isZero();
            there.stream.orElseThrow().write(pair.bytes("answer"));
            there.stream.orElseThrow().finish();
            pair.exchange();
            assertThat(here.text).hasToString("answer");
            assertThat(here.finished).isOne();
            assertThat(stream.isOpen()).isFalse();
            assertThat(pair.client.session.openStreams()).isZero();
            assertThat(pair.server.session.openStreams()).isZero();
        }
    }

    @Test
    void sendsDataWithTheOpenBeforeAnyAnswer() {
        try (Pair pair = new Pair()) {
            pair.client.session.open(new Recorder()).write(pair.bytes("at once"));
            pair.loop.run();
            pair.client.pipe.move(pair.random, 1000, pair.server.session);
            assertThat(pair.server.accepted.get(0).text).hasToString("at once");
        }
    }

    @Test
    void numbersStreamsByRole() {
        try (Pair pair = new Pair()) {
            assertThat(pair.client.session.open(new Recorder()).id()).isEqualTo(1);
            assertThat(pair.client.session.open(new Recorder()).id()).isEqualTo(3);
            assertThat(pair.server.session.open(new Recorder()).id()).isEqualTo(2);
        }
    }

    @Test
    void tellsTheOtherEndOfAReset() {
        try (Pair pair = new Pair()) {
            YamuxStream stream = pair.client.session.open(new Recorder());
            stream.write(pair.bytes("x"));
            pair.exchange();
            stream.write(pair.bytes("dropped"));
            stream.reset();
            pair.exchange();
            assertThat(pair.server.accepted.get(0).reset).get().asString().contains("reset");
            assertThat(pair.server.accepted.get(0).text).hasToString("x");
            assertThat(pair.server.session.openStreams()).isZero();
        }
    }

    @Test
    void resetsEveryStreamWhenTheCarrierIsLost() {
        try (Pair pair = new Pair()) {
            Recorder here = new Recorder();
            YamuxStream stream = pair.client.session.open(here);
            stream.write(pair.bytes(100));
            pair.exchange();
            IllegalStateException cause = new IllegalStateException("cable cut");
            pair.client.session.lost(cause);
            assertThat(here.reset).contains(cause);
            assertThat(pair.client.lost).contains(cause);
            assertThatThrownBy(() -> pair.client.session.open(here)).hasMessageContaining("ended");
        }
    }

    @Test
    void refusesOnlyTheSurplus() {
        YamuxSettings few = YamuxSettings.defaults().withMaxStreams(3);
        try (Pair pair = new Pair(YamuxSettings.defaults(), few, 256 * 1024)) {
            Recorder surplus = new Recorder();
            for (int i = 0; i < 3; i++) {
                pair.client.session.open(new Recorder());
            }
            pair.client.session.open(surplus);
            pair.exchange();
            assertThat(surplus.reset).isPresent();
            assertThat(pair.server.session.openStreams()).isEqualTo(3);
            assertThat(pair.server.session.figures().refusedStreams()).isOne();
            assertThatThrownBy(() -> pair.server.session.open(surplus)).hasMessageContaining("3");
            pair.server.accepted.get(0).stream.orElseThrow().reset();
            pair.client.session.open(new Recorder());
            pair.exchange();
            assertThat(pair.server.session.openStreams()).isEqualTo(3);
        }
    }

    @Test
    void aStreamTheAcceptorFailsAtIsRefusedAlone() {
        try (Pair pair = new Pair()) {
            StreamAcceptor usual = pair.server.acceptor;
            pair.server.acceptor = stream -> {
                throw new IllegalStateException("no");
            };
            Recorder refused = new Recorder();
            pair.client.session.open(refused);
            pair.exchange();
            pair.server.acceptor = usual;
            pair.client.session.open(new Recorder());
            pair.exchange();
            assertThat(refused.reset).isPresent();
            assertThat(pair.server.session.openStreams()).isOne();
        }
    }

    @Test
    void anOwnerThatFailsLosesItsStreamAndIsTold() {
        try (Pair pair = new Pair()) {
            Recorder failing = new Recorder() {
                @Override
                public void burstEnded(YamuxStream from) {
                    throw new IllegalStateException("a defect");
                }
            };
            pair.server.acceptor = stream -> failing;
            Recorder here = new Recorder();
            pair.client.session.open(here).write(pair.bytes("x"));
            pair.exchange();
            assertThat(failing.reset).get().asString().contains("a defect");
            assertThat(here.reset).isPresent();
            assertThat(pair.server.lost).isEmpty();
        }
    }

    @Test
    void tellsTheEndOfEveryBurstOnce() {
        try (Pair pair = new Pair()) {
            YamuxStream stream = pair.client.session.open(new Recorder());
            stream.write(pair.bytes(100_000));
            pair.loop.run();
            int size = pair.client.pipe.waiting();
            pair.server.session.received(pair.client.pipe.take(size / 2));
            pair.server.session.received(pair.client.pipe.take(size));
            pair.server.session.receivedAll();
            assertThat(pair.server.accepted.get(0).bursts).isOne();
        }
    }
}
