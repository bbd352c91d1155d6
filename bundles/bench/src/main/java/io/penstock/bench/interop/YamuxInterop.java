package io.penstock.bench.interop;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.YamuxHandler;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Talks yamux over plain TCP with another implementation and checks every part of the protocol from both ends:
 * {@code YamuxInterop listen|dial PORT SKIPPED…}. Prints a line per check; the exit code is the number of failures.
 */
public final class YamuxInterop implements SessionEvents {
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private final CompletableFuture<YamuxSession> session = new CompletableFuture<>();
    private final CompletableFuture<GoAwayCode> goAway = new CompletableFuture<>();
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();

    private YamuxInterop() {
    }

    /** @param args {@code listen} (we are the server) or {@code dial} (the client), a port, names of checks the other lacks */
    public static void main(String[] args) throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        YamuxInterop interop = new YamuxInterop();
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1]));
        if (args[0].equals("listen")) {
            new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class).childHandler(interop.pipeline(Role.SERVER))
                    .bind(address).sync();
        } else {
            new Bootstrap().group(loops).channel(NioSocketChannel.class).handler(interop.pipeline(Role.CLIENT)).connect(address).sync();
        }
        YamuxSession session = interop.session.get(30, TimeUnit.SECONDS);
        int failures = new InteropChecks(session, interop.goAway, List.of(args).subList(2, args.length)).run();
        session.loop().execute(session::close);
        interop.lost.get(5, TimeUnit.SECONDS);
        System.out.println(session.figures());
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        System.exit(failures);
    }

    private ChannelInitializer<Channel> pipeline(Role role) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new YamuxHandler(carrier -> {
                    YamuxSession made = new YamuxSession(role, YamuxSettings.defaults(), channel.eventLoop(), Clock.system(), carrier,
                            stream -> new Answering(notes), YamuxInterop.this);
                    session.complete(made);
                    return made;
                }));
            }
        };
    }

    @Override
    public void goingAway(GoAwayCode code) {
        goAway.complete(code);
    }

    @Override
    public void lost(Throwable cause) {
        lost.complete(cause);
    }
}
