package io.penstock.tunnel.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.penstock.tunnel.testing.ManualTimers;
import io.penstock.tunnel.wire.api.OpenCode;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RaceTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<ChannelPromise> dialled = new ArrayList<>();
    private final List<Channel> connected = new ArrayList<>();
    private final List<DialFailure> failed = new ArrayList<>();

    private Race race(int addresses) {
        List<InetSocketAddress> all = IntStream.range(0, addresses).mapToObj(i -> new InetSocketAddress("10.0.0." + (i + 1), 5432)).toList();
        return new Race(ImmediateEventExecutor.INSTANCE, timers, all, address -> dial(), new DialOutcome() {
            @Override
            public void connected(Channel channel) {
                connected.add(channel);
            }

            @Override
            public void failed(DialFailure failure) {
                failed.add(failure);
            }
        }).start();
    }

    private ChannelFuture dial() {
        ChannelPromise promise = new EmbeddedChannel().newPromise();
        dialled.add(promise);
        return promise;
    }

    private void refuse(int attempt) {
        dialled.get(attempt).setFailure(new ConnectException("Connection refused"));
    }

    @Test
    void theNextAddressIsTriedWhenTheOneBeforeIsSlow() {
        race(3);
        assertThat(dialled).hasSize(1);
        timers.advance(Race.STAGGER.minusMillis(1));
        assertThat(dialled).hasSize(1);
        timers.advance(Duration.ofMillis(1));
        assertThat(dialled).hasSize(2);
        timers.advance(Race.STAGGER);
        assertThat(dialled).hasSize(3);
        timers.advance(Duration.ofMinutes(1));
        assertThat(failed).isEmpty();
    }

    @Test
    void theNextAddressIsTriedAtOnceWhenOneFails() {
        race(3);
        refuse(0);
        assertThat(dialled).hasSize(2);
        timers.advance(Race.STAGGER);
        assertThat(dialled).hasSize(3);
    }

    @Test
    void theFirstThatStandsWinsAndTheOthersAreClosed() {
        race(3);
        timers.advance(Race.STAGGER);
        dialled.get(1).setSuccess();
        assertThat(connected).containsExactly(dialled.get(1).channel());
        assertThat(dialled.get(0).channel().isOpen()).isFalse();
        dialled.get(0).setSuccess();
        timers.advance(Duration.ofMinutes(1));
        assertThat(connected).hasSize(1);
        assertThat(dialled).hasSize(2);
        assertThat(dialled.get(1).channel().isOpen()).isTrue();
    }

    @Test
    void failsWhenAllHaveFailedWithTheAnswerThatSaysMost() {
        race(3);
        dialled.get(0).setFailure(new NoRouteToHostException("No route to host"));
        refuse(1);
        assertThat(failed).isEmpty();
        dialled.get(2).setFailure(new NoRouteToHostException("No route to host"));
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).code()).isEqualTo(OpenCode.REFUSED);
        assertThat(failed.get(0).message()).isEqualTo("10.0.0.2:5432 refuses connections");
    }

    @Test
    void failsWithoutAddresses() {
        race(0);
        assertThat(failed).extracting(DialFailure::code).containsExactly(OpenCode.DNS);
    }

    @Test
    void cancelledItClosesWhatRunsAndTellsNothing() {
        Race race = race(2);
        race.cancel();
        assertThat(dialled.get(0).channel().isOpen()).isFalse();
        refuse(0);
        timers.advance(Duration.ofMinutes(1));
        assertThat(dialled).hasSize(1);
        assertThat(connected).isEmpty();
        assertThat(failed).isEmpty();
    }
}
