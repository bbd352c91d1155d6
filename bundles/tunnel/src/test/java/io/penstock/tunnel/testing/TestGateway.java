package io.penstock.tunnel.testing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.tunnel.wire.api.KeyDirectory;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.Message.Accepted;
import io.penstock.tunnel.wire.api.Message.Hello;
import io.penstock.tunnel.wire.api.ResumableSessions;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.SocketUse;
import io.penstock.tunnel.wire.api.TlsProvider;
import io.penstock.tunnel.wire.api.Transport;
import io.penstock.tunnel.wire.api.TunnelTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A gateway that does what a test says: real sockets, TLS, handshake and yamux, no registry. */
public final class TestGateway implements AutoCloseable {
    /** The only id it knows. */
    public static final String ID = "warehouse-1";
    /** What lets a dialler in. */
    public static final Accepted WELCOME = new Accepted("warehouse", 5_000, 1_000, Optional.empty());
    private static final long PATIENCE_SECONDS = 20;

    private final SecureRandom random = new SecureRandom();
    private final SigningKey key;
    private volatile ResumableSessions sessions = new ResumableSessions(random);
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final Loops loops = Loops.open(Transport.AUTO, 1, "test-gateway");
    private final GatewayCertificate certificate;
    private final SslContext context;
    private final ServerChannel listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final BlockingQueue<GatewayEnd> ends = new LinkedBlockingQueue<>();
    private final Set<GatewayEnd> all = ConcurrentHashMap.newKeySet();
    private volatile boolean dark;
    private volatile boolean hasty;
    private volatile Function<Hello, Message> decision = hello -> WELCOME;

    /** On any port, without resumption. @param folder for its certificate */
    public TestGateway(Path folder) throws InterruptedException {
        this(folder, SigningKey.generate(new SecureRandom()), false);
    }

    /**
     * As somebody wants it.
     *
     * @param key of the dialler it knows
     */
    public TestGateway(Path folder, SigningKey key, boolean resumable) throws InterruptedException {
        this.key = key;
        certificate = GatewayCertificate.selfSigned(folder, List.of("localhost", "127.0.0.1"), Clock.system(), random);
        context = TunnelTls.server(certificate, TlsProvider.AUTO, resumable);
        listener = loops.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SocketUse.TUNNEL,
                channel -> loops.next(), this::furnish).sync().getNow();
    }

    private void furnish(Channel channel) {
        // Before it is counted: whoever saw the count may let there be light.
        boolean inTheDark = dark;
        connections.incrementAndGet();
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
        if (inTheDark) {
            channel.config().setAutoRead(false);
            return;
        }
        SslHandler tls = TunnelTls.serverHandler(context, channel);
        Quiet quiet = new Quiet();
        channel.pipeline().addLast(tls, quiet);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                channel.pipeline().remove(quiet);
                new GatewayEnd(this, channel).start(tls);
            }
        });
    }

    /** Whoever breaks off is no news here. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Who is let in, or how it is refused; from now on. */
    public void decide(Function<Hello, Message> next) {
        decision = next;
    }

    Message decision(Hello hello) {
        return decision.apply(hello);
    }

    GatewayCertificate certificate() {
        return certificate;
    }

    KeyDirectory keys() {
        return (kind, id) -> id.equals(ID) ? List.of(key.verifying()) : List.of();
    }

    ResumableSessions sessions() {
        return sessions;
    }

    /** As after a restart: no session is known any more. */
    public void forget() {
        sessions = new ResumableSessions(random);
    }

    /** Breaks every connection that stands. */
    public void cutAll() {
        channels.forEach(Channel::close);
    }

    SecureRandom random() {
        return random;
    }

    void letIn(GatewayEnd end) {
        all.add(end);
        ends.add(end);
    }

    /** From now on it opens a stream on every connection before it says whether it lets the dialler in. */
    public void openBeforeAnswer() {
        hasty = true;
    }

    boolean isHasty() {
        return hasty;
    }

    /** While it is dark, new connections are taken and get not a byte, then or later. */
    public void dark(boolean on) {
        dark = on;
    }

    /** The dialler's key. */
    public SigningKey key() {
        return key;
    }

    /** As settings want it. */
    public String pin() {
        return certificate.pin().toString();
    }

    /** As settings want it. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Where it listens. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** How many sockets were connected so far. */
    public int connections() {
        return connections.get();
    }

    /** The next connection that is let in. */
    public GatewayEnd next() throws InterruptedException {
        GatewayEnd end = ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("nobody was let in");
        }
        return end;
    }

    /** Whether somebody was let in whom {@link #next} did not give yet. */
    public boolean hasNext() {
        return !ends.isEmpty();
    }

    /** Ends every session, suspended ones too, every connection and the port. */
    @Override
    public void close() {
        all.forEach(GatewayEnd::end);
        loops.close();
        ReferenceCountUtil.release(context);
    }
}
