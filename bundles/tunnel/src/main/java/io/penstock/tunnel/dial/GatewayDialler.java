package io.penstock.tunnel.dial;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.concurrent.Future;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.settings.ProxyAddress;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.SocketUse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Connects to gateways, through a proxy where there is one: then names of gateways are looked up by the proxy, which may
 * be the only one to know them. Thread-safe.
 */
public final class GatewayDialler {
    /** For all of it: looking up, connecting, and the proxy's consent. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Loops loops;
    private final Resolver resolver;
    private final Timers timers;
    private final Optional<ProxyAddress> proxy;

    /** @param proxy on the way to every gateway */
    public GatewayDialler(Loops loops, Resolver resolver, Timers timers, Optional<ProxyAddress> proxy) {
        this.loops = loops;
        this.resolver = resolver;
        this.timers = timers;
        this.proxy = proxy;
    }

    /** Dials on the loop, from it. The channel has an empty pipeline, but for a proxy's handler. */
    public Dialling dial(TargetAddress gateway, EventLoop loop, DialOutcome outcome) {
        return new OneDialling(gateway, loop, outcome).start();
    }

    /** Event loop only. */
    private final class OneDialling implements Dialling, Resolver.Answer, DialOutcome {
        private final TargetAddress gateway;
        private final EventLoop loop;
        private final DialOutcome outcome;
        private Timer deadline = Timer.NONE;
        private Dialling race = Dialling.NONE;
        private Optional<Channel> atProxy = Optional.empty();
        private boolean over;

        OneDialling(TargetAddress gateway, EventLoop loop, DialOutcome outcome) {
            this.gateway = gateway;
            this.loop = loop;
            this.outcome = outcome;
        }

        OneDialling start() {
            deadline = timers.after(loop, DEADLINE, () -> {
                String where = proxy.map(one -> gateway + ", through the proxy " + one.address()).orElse(gateway.toString());
                failed(new DialFailure(OpenCode.TIMEOUT, where + " does not answer"));
            });
            resolver.resolve(dialled().host(), loop, this);
            return this;
        }

        private TargetAddress dialled() {
            return proxy.map(ProxyAddress::address).orElse(gateway);
        }

        @Override
        public void found(List<InetAddress> addresses) {
            if (!over) {
                List<InetSocketAddress> places = Addresses.interleaved(addresses).stream()
                        .map(address -> new InetSocketAddress(address, dialled().port())).toList();
                race = new Race(loop, timers, places, this::connect, this).start();
            }
        }

        @Override
        public void failed(String reason) {
            failed(new DialFailure(OpenCode.DNS, reason));
        }

        private ChannelFuture connect(InetSocketAddress address) {
            Bootstrap bootstrap = loops.dial(loop, SocketUse.TUNNEL)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) DEADLINE.toMillis());
            if (proxy.isEmpty()) {
                return bootstrap.handler(new ChannelInboundHandlerAdapter()).connect(address);
            }
            ProxyHandler handler = handler(proxy.get(), address);
            handler.setConnectTimeoutMillis(0);
            return bootstrap.handler(initializer(handler)).disableResolver()
                    .connect(beyondProxy());
        }

        private InetSocketAddress beyondProxy() {
            return gateway.host().address().map(address -> new InetSocketAddress(address, gateway.port()))
                    .orElseGet(() -> InetSocketAddress.createUnresolved(gateway.host().text(), gateway.port()));
        }

        @Override
        public void connected(Channel channel) {
            ProxyHandler handler = channel.pipeline().get(ProxyHandler.class);
            if (handler == null) {
                succeed(channel);
                return;
            }
            atProxy = Optional.of(channel);
            handler.connectFuture().addListener((Future<? super Channel> done) -> {
                if (done.isSuccess()) {
                    succeed(channel);
                } else {
                    failed(new DialFailure(OpenCode.UNREACHABLE, "the proxy " + dialled() + " does not connect to " + gateway
                            + ": " + PenstockException.describe(done.cause())));
                }
            });
        }

        private void succeed(Channel channel) {
            if (over) {
                channel.close();
                return;
            }
            over = true;
            deadline.cancel();
            if (proxy.isPresent()) {
                channel.pipeline().remove(Told.class);
            }
            outcome.connected(channel);
        }

        @Override
        public void failed(DialFailure failure) {
            if (!over) {
                cancel();
                outcome.failed(failure);
            }
        }

        @Override
        public void cancel() {
            if (!over) {
                over = true;
                deadline.cancel();
                race.cancel();
                atProxy.ifPresent(Channel::close);
            }
        }
    }

    /** What a proxy's refusal throws is told by its future already. */
    private static final class Told extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static ProxyHandler handler(ProxyAddress proxy, InetSocketAddress address) {
        String user = proxy.login().map(ProxyAddress.Login::user).orElse(null);
        String password = proxy.login().map(login -> login.password().reveal()).orElse(null);
        return switch (proxy.kind()) {
            case HTTP -> user == null ? new HttpProxyHandler(address) : new HttpProxyHandler(address, user, password);
            case SOCKS5 -> new Socks5ProxyHandler(address, user, password);
        };
    }

    private static ChannelInitializer<Channel> initializer(ChannelHandler handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler, new Told());
            }
        };
    }
}
