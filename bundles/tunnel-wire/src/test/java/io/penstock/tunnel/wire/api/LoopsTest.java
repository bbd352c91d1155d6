package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.Future;
import io.penstock.core.concurrent.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static Socket connect(ServerChannel listening) throws IOException {
        InetSocketAddress address = (InetSocketAddress) listening.localAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(SpliceRig.SOCKET_TIMEOUT_MILLIS);
        return socket;
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void putsAConnectionOnTheLoopThatIsChosen(Transport transport) throws IOException {
        try (Loops loops = Loops.open(transport, 3, "loops")) {
            EventLoop chosen = loops.all().get(2);
            CompletableFuture<Channel> came = new CompletableFuture<>();
            ServerChannel listening = Await.result(loops.listen(ANY_PORT, SocketUse.LOCAL, child -> chosen, came::complete));
            try (Socket socket = connect(listening)) {
                Channel channel = Await.result(came);
                assertThat(channel.eventLoop()).isSameAs(chosen);
                assertThat(channel.config().isAutoRead()).isFalse();
                assertThat(channel.config().getOption(ChannelOption.ALLOW_HALF_CLOSURE)).isTrue();
            }
        }
    }

    @Test
    void mayBeClosedByTwoAtOnce() throws Exception {
        ExecutorService closers = Workers.fixed("closers", 2);
        try {
            for (int i = 0; i < 30; i++) {
                Loops loops = Loops.open(Transport.NIO, 8, "loops");
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<Void> closing = () -> {
                    together.await();
                    loops.close();
                    return null;
                };
                for (var closed : closers.invokeAll(List.of(closing, closing))) {
                    closed.get();
                }
            }
        } finally {
            Workers.stop(closers, Duration.ofSeconds(1));
        }
    }

    @Test
    void closesAConnectionNobodyWants() throws IOException {
        try (Loops loops = Loops.open(Transport.AUTO, 1, "loops")) {
            ServerChannel listening = Await.result(loops.listen(ANY_PORT, SocketUse.LOCAL, child -> {
                throw new IllegalStateException("none is chosen");
            }, child -> { }));
            try (Socket socket = connect(listening)) {
                assertThat(closes(socket)).isTrue();
            }
            ServerChannel other = Await.result(loops.listen(ANY_PORT, SocketUse.LOCAL, child -> loops.next(), child -> {
                throw new IllegalStateException("none is furnished");
            }));
            try (Socket socket = connect(other)) {
                assertThat(closes(socket)).isTrue();
            }
        }
    }

    private static boolean closes(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        try (Loops loops = Loops.open(Transport.AUTO, 1, "loops")) {
            ServerChannel first = Await.result(loops.listen(ANY_PORT, SocketUse.LOCAL, child -> loops.next(), child -> { }));
            Future<ServerChannel> second = loops.listen((InetSocketAddress) first.localAddress(), SocketUse.LOCAL,
                    child -> loops.next(), child -> { });
            assertThatThrownBy(() -> second.sync()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void watchesTunnelsInTheKernel() {
        try (Loops loops = Loops.open(Transport.EPOLL, 1, "loops")) {
            ServerChannel listening = Await.result(loops.listen(ANY_PORT, SocketUse.TUNNEL, child -> loops.next(), child -> { }));
            ChannelHandler nothing = new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                }
            };
            Channel dialled = loops.dial(loops.next(), SocketUse.TUNNEL).handler(nothing).connect(listening.localAddress())
                    .syncUninterruptibly().channel();
            assertThat(dialled.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(15_000);
            assertThat(dialled.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT)).isEqualTo(128 * 1024);
            assertThat(dialled.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        Loops loops = Loops.open(Transport.AUTO, 2, "loops");
        CompletableFuture<Channel> came = new CompletableFuture<>();
        ServerChannel listening = Await.result(loops.listen(ANY_PORT, SocketUse.LOCAL, child -> loops.next(), came::complete));
        try (Socket socket = connect(listening)) {
            Channel channel = Await.result(came);
            loops.close();
            loops.close();
            assertThat(channel.isOpen()).isFalse();
            assertThat(listening.isOpen()).isFalse();
            assertThat(loops.group().isTerminated()).isTrue();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
