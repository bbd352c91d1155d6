package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The server's answer to a client that breaks the protocol, frame by frame. */
class HostileFramesTest {
    private static final int WINDOW = 1 << 20;

    private static void send(Pair pair, int version, int type, int flags, int id, int length, int payload) {
        ByteBuf frame = pair.buffers.buffer();
        frame.writeByte(version).writeByte(type).writeShort(flags).writeInt(id).writeInt(length).writeZero(payload);
        pair.server.session.received(frame);
        pair.server.session.receivedAll();
    }

    private static void frame(Pair pair, int type, int flags, int id, int length, int payload) {
        send(pair, 0, type, flags, id, length, payload);
    }

    private static void open(Pair pair, int id) {
        frame(pair, Header.WINDOW_UPDATE, Header.SYN, id, 0, 0);
    }

    /** Ends the session with go-away 1 and nothing else. */
    private static void breaks(String message, Consumer<Pair> hostile) {
        try (Pair pair = new Pair()) {
            hostile.accept(pair);
            assertThat(pair.server.lost).get().asString().contains("protocol").contains(message);
            assertThat(pair.server.pipe.closed).isTrue();
            ByteBuf out = pair.server.pipe.take(1_000_000);
            out.skipBytes(out.readableBytes() - Header.BYTES);
            assertThat(out.readLong()).isEqualTo(0x0003_0000_0000_0000L);
            assertThat(out.readInt()).isOne();
            out.release();
            frame(pair, Header.DATA, 0, 1, 10, 10);
        }
    }

    /** Resets stream 1 and leaves the session and stream 3 alone. */
    private static void resets(String message, Consumer<Pair> hostile) {
        try (Pair pair = new Pair()) {
            open(pair, 1);
            open(pair, 3);
            hostile.accept(pair);
            assertThat(pair.server.accepted.get(0).reset).get().asString().contains(message);
            frame(pair, Header.DATA, 0, 3, 3, 3);
            assertThat(pair.server.accepted.get(1).bytes).isEqualTo(3);
            assertThat(pair.server.lost).isEmpty();
            assertThat(pair.server.session.openStreams()).isOne();
        }
    }

    @Test
    void unknownVersionsAndTypesBreakTheSession() {
        breaks("version 1", pair -> send(pair, 1, Header.DATA, 0, 1, 0, 0));
        breaks("version 255", pair -> send(pair, 255, Header.PING, Header.SYN, 0, 0, 0));
        breaks("type 4", pair -> frame(pair, 4, 0, 0, 0, 0));
        breaks("type 255", pair -> frame(pair, 255, 0, 0, 0, 0));
    }

    @Test
    void numbersOfTheWrongEndBreakTheSession() {
        breaks("number of this end: 2", pair -> open(pair, 2));
        breaks("number of this end: 4294967294", pair -> open(pair, -2));
        breaks("stream 0", pair -> open(pair, 0));
        breaks("stream 0", pair -> frame(pair, Header.DATA, 0, 0, 5, 5));
        breaks("ping for a stream", pair -> frame(pair, Header.PING, Header.SYN, 1, 0, 0));
        breaks("go-away for a stream", pair -> frame(pair, Header.GO_AWAY, 0, 7, 0, 0));
    }

    @Test
    void aSecondSynBreaksTheSession() {
        breaks("second SYN of stream 1", pair -> {
            open(pair, 1);
            open(pair, 1);
        });
        breaks("second SYN of stream 1", pair -> {
            open(pair, 1);
            frame(pair, Header.DATA, Header.SYN, 1, 5, 5);
        });
    }

    @Test
    void dataOverTheWindowBreaksTheSession() {
        breaks("more than the window", pair -> {
            open(pair, 1);
            frame(pair, Header.DATA, 0, 1, WINDOW + 1, 100);
        });
        breaks("more than the window", pair -> frame(pair, Header.DATA, Header.SYN, 1, 256 * 1024 + 1, 100));
        breaks("4294967295 bytes", pair -> frame(pair, Header.DATA, Header.SYN, 1, -1, 100));
        breaks("4294967295 bytes", pair -> frame(pair, Header.DATA, 0, 9, -1, 100));
        breaks("4294967295 bytes", pair -> frame(pair, Header.DATA, Header.SYN | Header.RST, 9, -1, 100));
    }

    @Test
    void aWindowRaisedBeyondWhatCanBeCountedResetsTheStream() {
        resets("4 GiB", pair -> frame(pair, Header.WINDOW_UPDATE, 0, 1, -1, 0));
        resets("4 GiB", pair -> {
            for (int i = 0; i < 5; i++) {
                frame(pair, Header.WINDOW_UPDATE, 0, 1, 0x4000_0000, 0);
            }
        });
    }

    @Test
    void dataAfterFinResetsTheStream() {
        resets("data after FIN", pair -> {
            frame(pair, Header.DATA, Header.FIN, 1, 0, 0);
            frame(pair, Header.DATA, 0, 1, 5, 5);
        });
    }

    @Test
    void framesForStreamsThatAreGoneAreDropped() {
        try (Pair pair = new Pair()) {
            frame(pair, Header.DATA, 0, 77, 500, 500);
            frame(pair, Header.WINDOW_UPDATE, Header.RST, 77, 0, 0);
            frame(pair, Header.DATA, Header.FIN, 2, 0, 0);
            frame(pair, Header.WINDOW_UPDATE, Header.ACK, 2, 5, 0);
            frame(pair, Header.PING, Header.ACK, 0, 12345, 0);
            open(pair, 1);
            assertThat(pair.server.accepted).hasSize(1);
            assertThat(pair.server.session.figures().strayFrames()).isEqualTo(5);
            assertThat(pair.server.lost).isEmpty();
        }
    }

    @Test
    void aSecondFinAndUnknownFlagsDoNothing() {
        try (Pair pair = new Pair()) {
            open(pair, 1);
            frame(pair, Header.DATA, Header.FIN | 0xFF00, 1, 0, 0);
            frame(pair, Header.WINDOW_UPDATE, Header.FIN, 1, 0, 0);
            assertThat(pair.server.accepted.get(0).finished).isOne();
            assertThat(pair.server.lost).isEmpty();
        }
    }
}
