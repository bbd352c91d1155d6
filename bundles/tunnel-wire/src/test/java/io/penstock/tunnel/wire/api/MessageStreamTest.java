package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import io.penstock.yamux.api.YamuxStream;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream of messages on a session that is told its bytes here. */
class MessageStreamTest {
    private static final int FIRST_STREAM = 2;
    private static final int SYN = 1;
    private static final int WHAT_FOLLOWS = 1_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private MessageStream stream;
    private final YamuxSession session = new YamuxSession(Role.CLIENT, YamuxSettings.defaults(), channel.eventLoop(),
            Clock.system(), new Nowhere(), this::accept, new SessionEvents() {
                @Override
                public void goingAway(GoAwayCode code) {
                }

                @Override
                public void lost(Throwable cause) {
                }
            });
    private boolean finishAtOnce;

    private StreamEvents accept(YamuxStream from) {
        stream = MessageStream.accept(from, TunnelProtocol.MAX_OPEN_BYTES, new MessageStream.Listener() {
            @Override
            public void message(MessageStream to, Envelope envelope) {
                if (finishAtOnce) {
                    to.finish();
                }
            }

            @Override
            public void malformed(MessageStream to, String why) {
            }

            @Override
            public void reset(MessageStream to, Throwable cause) {
            }
        });
        return stream;
    }

    private static final class Nowhere implements Carrier {
        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void write(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }

    private long held() {
        session.receivedAll();
        return session.figures().heldBytes();
    }

    /** A Connect, and what follows it in the same burst. */
    private void connects() {
        ByteBuf message = Envelope.of(new Message.Connect("db:5432", Optional.empty(), Optional.empty()))
                .frame(ByteBufAllocator.DEFAULT);
        session.received(Unpooled.buffer().writeInt(SYN).writeInt(FIRST_STREAM)
                .writeInt(message.readableBytes() + WHAT_FOLLOWS).writeBytes(message).writeZero(WHAT_FOLLOWS));
        message.release();
    }

    @AfterEach
    void tearDown() {
        session.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void holdsWhatFollowsAConnectUntilSomebodyTakesIt() {
        connects();
        assertThat(held()).isEqualTo(WHAT_FOLLOWS);
    }

    @Test
    void givesBackCreditForWhatItThrowsAway() {
        connects();
        stream.finish();
        stream.finish();
        assertThat(held()).isZero();
    }

    @Test
    void givesBackCreditWhenItFinishesBecauseOfAMessage() {
        finishAtOnce = true;
        connects();
        assertThat(held()).isZero();
    }
}
