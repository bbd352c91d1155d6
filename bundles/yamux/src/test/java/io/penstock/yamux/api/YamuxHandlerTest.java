package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.penstock.core.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamuxHandlerTest {
    private final Recorder recorder = new Recorder();
    private Optional<Throwable> lost = Optional.empty();

    private EmbeddedChannel channel(Role role) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new YamuxHandler(carrier -> new YamuxSession(role, YamuxSettings.defaults(), channel.eventLoop(),
                Clock.system(), carrier, stream -> recorder, new SessionEvents() {
                    @Override
                    public void goingAway(GoAwayCode code) {
                    }

                    @Override
                    public void lost(Throwable cause) {
                        lost = Optional.of(cause);
                    }
                })));
        return channel;
    }

    private static YamuxSession session(EmbeddedChannel channel) {
        return channel.pipeline().get(YamuxHandler.class).session().orElseThrow();
    }

    private static void move(EmbeddedChannel from, EmbeddedChannel to) {
        from.runPendingTasks();
        for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            to.writeInbound(bytes);
        }
    }

    @Test
    void carriesStreamsOverAChannel() {
        EmbeddedChannel client = channel(Role.CLIENT);
        EmbeddedChannel server = channel(Role.SERVER);
        session(client).open(recorder).write(Unpooled.copiedBuffer("hello", java.nio.charset.StandardCharsets.UTF_8));
        move(client, server);
        assertThat(recorder.text).hasToString("hello");
        client.finishAndReleaseAll();
        server.finishAndReleaseAll();
    }

    @Test
    void losesTheSessionWithTheChannel() {
        EmbeddedChannel client = channel(Role.CLIENT);
        session(client).open(recorder);
        client.close();
        assertThat(lost).get().asString().contains("connection ended");
        assertThat(recorder.reset).isPresent();
        client.finishAndReleaseAll();
    }

    @Test
    void anErrorOfTheChannelIsTheCauseOfTheLoss() {
        EmbeddedChannel client = channel(Role.CLIENT);
        IllegalStateException cause = new IllegalStateException("TLS alert");
        client.pipeline().fireExceptionCaught(cause);
        assertThat(lost).contains(cause);
        assertThat(client.isOpen()).isFalse();
        client.finishAndReleaseAll();
    }

    @Test
    void closesTheChannelWithTheSession() {
        EmbeddedChannel client = channel(Role.CLIENT);
        session(client).close();
        client.runPendingTasks();
        assertThat(client.isOpen()).isFalse();
        client.finishAndReleaseAll();
    }
}
