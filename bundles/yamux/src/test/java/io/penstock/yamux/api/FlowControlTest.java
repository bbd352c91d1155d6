package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowControlTest {
    private static final int MIB = 1 << 20;

    @Test
    void singleBytesFillAQueueLongBeforeItsLimitInBytes() {
        try (Pair pair = new Pair()) {
            pair.exchange();
            YamuxStream stream = pair.client.session.open(new Recorder());
            pair.client.pipe.blocked = true;
            int written = 0;
            while (stream.isWritable()) {
                stream.write(pair.bytes(1));
                written++;
            }
            assertThat(written).isLessThan(1100);
            pair.client.pipe.blocked = false;
            pair.client.session.writabilityChanged();
            pair.exchange();
            assertThat(stream.isWritable()).isTrue();
            assertThat(pair.client.session.figures().queuedBytes()).isZero();
        }
    }

    @Test
    void aStalledConsumerHoldsNoMoreThanItsWindowAndDisturbsNobody() {
        try (Pair pair = new Pair()) {
            Recorder stalled = new Recorder(false);
            pair.server.acceptor = stream -> stream.id() == 1 ? stalled : new Recorder();
            YamuxStream slow = pair.client.session.open(new Recorder());
            YamuxStream fast = pair.client.session.open(new Recorder());
            for (int i = 0; i < 20; i++) {
                slow.write(pair.bytes(MIB / 4));
                fast.write(pair.bytes(MIB / 4));
                pair.exchange();
            }
            assertThat(stalled.keptBytes()).isEqualTo(MIB);
            assertThat(slow.isWritable()).isFalse();
            assertThat(fast.isWritable()).isTrue();
            assertThat(pair.server.session.figures().bytesIn()).isBetween(6L * MIB, 6L * MIB + 10_000);
            assertThat(pair.server.session.figures().heldBytes()).isEqualTo(MIB);
            for (int i = 0; i < 20; i++) {
                stalled.digest();
                pair.exchange();
            }
            assertThat(stalled.bytes).isEqualTo(5L * MIB);
            assertThat(slow.isWritable()).isTrue();
        }
    }

    @Test
    void tellsOnceWhenAFullStreamTakesMoreAgain() {
        try (Pair pair = new Pair()) {
            Recorder here = new Recorder();
            Recorder stalled = new Recorder(false);
            pair.server.acceptor = stream -> stalled;
            YamuxStream stream = pair.client.session.open(here);
            stream.write(pair.bytes(MIB + 256 * 1024));
            pair.exchange();
            assertThat(stream.isWritable()).isFalse();
            assertThat(here.writable).isZero();
            stalled.digest();
            pair.exchange();
            assertThat(stream.isWritable()).isTrue();
            assertThat(here.writable).isOne();
            stalled.digest();
        }
    }

    @Test
    void twoHundredStalledStreamsKeepTheBudget() {
        try (Pair pair = new Pair()) {
            List<Recorder> stalled = new ArrayList<>();
            pair.server.acceptor = stream -> {
                stalled.add(new Recorder(false));
                return stalled.get(stalled.size() - 1);
            };
            List<Recorder> senders = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                senders.add(new Recorder());
                pair.client.session.open(senders.get(i)).write(pair.bytes(2 * MIB));
            }
            pair.exchange();
            assertThat(pair.server.session.figures().heldBytes()).isBetween(50L * MIB, 64L * MIB);
            assertThat(senders).extracting(sender -> sender.reset).allMatch(Optional::isEmpty);
            stalled.forEach(Recorder::digest);
            pair.exchange();
            assertThat(pair.server.session.figures().heldBytes()).isLessThanOrEqualTo(64L * MIB);
            stalled.forEach(recorder -> recorder.kept.forEach(piece -> piece.release()));
            stalled.forEach(recorder -> recorder.kept.clear());
        }
    }

    @Test
    void resetsTheGreediestWhenTheWindowsOfTheSpecificationBreakTheBudget() {
        YamuxSettings small = YamuxSettings.defaults().withReceiveBudget(MIB);
        try (Pair pair = new Pair(YamuxSettings.defaults(), small, 256 * 1024)) {
            List<Recorder> stalled = new ArrayList<>();
            pair.server.acceptor = stream -> {
                stalled.add(new Recorder(false));
                return stalled.get(stalled.size() - 1);
            };
            for (int i = 0; i < 8; i++) {
                pair.client.session.open(new Recorder()).write(pair.bytes(MIB));
                pair.exchange();
                assertThat(pair.server.session.figures().heldBytes()).isLessThanOrEqualTo(MIB);
            }
            assertThat(pair.server.session.openStreams()).isBetween(3, 4);
            assertThat(pair.server.lost).isEmpty();
            stalled.forEach(recorder -> recorder.kept.forEach(piece -> piece.release()));
        }
    }

    @Test
    void resetsAStreamThatIsHeldInTooManyPieces() {
        try (Pair pair = new Pair()) {
            Recorder stalled = new Recorder(false);
            pair.server.acceptor = stream -> stream.id() == 1 ? stalled : new Recorder();
            pair.client.session.open(new Recorder()).reset();
            YamuxStream other = pair.client.session.open(new Recorder());
            ByteBuf tiny = pair.buffers.buffer();
            Header.write(tiny, Header.WINDOW_UPDATE, Header.SYN, 1, 0);
            for (int i = 0; i < (1 << 17) + 1; i++) {
                Header.write(tiny, Header.DATA, 0, 1, 1);
                tiny.writeByte(0);
            }
            other.write(pair.bytes(100));
            pair.exchange();
            pair.server.session.received(tiny);
            pair.server.session.receivedAll();
            assertThat(stalled.reset).get().asString().contains("budget");
            assertThat(pair.server.session.openStreams()).isOne();
            stalled.kept.forEach(piece -> piece.release());
        }
    }
}
