package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import io.penstock.yamux.api.YamuxStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time passes here as told. */
class ResumableCarrierTest {
    private static final ResumeToken TOKEN = new ResumeToken(Samples.counting(16), Samples.counting(32));

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> told = new ArrayList<>();
    private int dials;
    private final ResumableCarrier carrier = ResumableDialler.begin(channel, new ResumableDialler.Redial() {
        @Override
        public Future<Channel> dial() {
            dials++;
            return channel.eventLoop().newFailedFuture(new IllegalStateException("no way"));
        }

        @Override
        public DiallerHandshake handshake(Channel next) {
            throw new IllegalStateException();
        }
    }, new Random(3), this::session, new ResumableCarrier.Events() {
        @Override
        public void suspended(String why) {
            told.add("suspended");
        }
    });

    private YamuxSession session(ResumableCarrier made) {
        return new YamuxSession(Role.CLIENT, ResumableCarrier.settings(YamuxSettings.defaults()), made.loop(), Clock.system(),
                made, stream -> {
                    throw new IllegalStateException();
                }, new SessionEvents() {
                    @Override
                    public void goingAway(GoAwayCode code) {
                    }

                    @Override
                    public void lost(Throwable cause) {
                        told.add("lost");
                    }
                });
    }

    /** Not by closing the channel, which takes this loop's timers along. */
    private void lose() {
        channel.pipeline().fireChannelInactive();
        channel.runPendingTasks();
    }

    private void pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
        }
    }

    @AfterEach
    void tearDown() {
        carrier.session().close();
        channel.finishAndReleaseAll();
    }

    @Test
    void losesItsSessionAtOnceBeforeItIsResumable() {
        lose();
        assertThat(told).containsExactly("lost");
        assertThat(dials).isZero();
    }

    @Test
    void dialsUntilTheDeadlineAndLosesTheSessionThen() {
        carrier.resumeWith(TOKEN);
        lose();
        pass(29);
        assertThat(told).containsExactly("suspended");
        assertThat(dials).isBetween(12, 40);
        pass(2);
        assertThat(told).containsExactly("suspended", "lost");
        int before = dials;
        pass(10);
        assertThat(dials).isEqualTo(before);
    }

    @Test
    void noticesWithinFifteenSecondsThatNothingComesBack() {
        carrier.resumeWith(TOKEN);
        pass(15);
        assertThat(told).containsExactly("suspended");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void takesNothingNewWhileItWaits() {
        carrier.resumeWith(TOKEN);
        assertThat(carrier.isWritable()).isTrue();
        lose();
        assertThat(carrier.isSuspended()).isTrue();
        assertThat(carrier.isWritable()).isFalse();
    }

    private static ResumableLink link() {
        return new ResumableLink((link, body) -> { });
    }

    @Test
    void waitsAgainWhenTheNextConnectionIsGoneAlready() {
        carrier.resumeWith(TOKEN);
        lose();
        ResumableLink next = link();
        EmbeddedChannel gone = new EmbeddedChannel(next);
        gone.close();
        carrier.attach(next, 0);
        assertThat(carrier.isSuspended()).isTrue();
        assertThat(told).containsExactly("suspended", "suspended");
        pass(31);
        assertThat(told).containsExactly("suspended", "suspended", "lost");
    }

    @Test
    void endsTheBurstThatTheLastConnectionDidNotEnd() {
        carrier.resumeWith(TOKEN);
        carrier.session().open(new StreamEvents() {
            @Override
            public void data(YamuxStream stream, ByteBuf bytes) {
                bytes.release();
                told.add("data");
            }

            @Override
            public void burstEnded(YamuxStream stream) {
                told.add("end");
            }

            @Override
            public void finished(YamuxStream stream) {
            }

            @Override
            public void reset(YamuxStream stream, Throwable cause) {
            }

            @Override
            public void writable(YamuxStream stream) {
            }
        });
        ResumableLink second = link();
        EmbeddedChannel unended = new EmbeddedChannel(second);
        carrier.attach(second, 0);
        carrier.data(second, Unpooled.buffer().writeInt(0).writeInt(1).writeInt(1).writeByte(7));
        ResumableLink third = link();
        EmbeddedChannel next = new EmbeddedChannel(third);
        carrier.attach(third, 0);
        carrier.receivedAll(second);
        assertThat(told).containsSubsequence("data", "end").containsOnlyOnce("end");
        unended.finishAndReleaseAll();
        next.finishAndReleaseAll();
    }
}
