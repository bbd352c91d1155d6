package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelTlsTest {
    @TempDir
    private Path folder;

    private final List<SslContext> contexts = new ArrayList<>();
    private Loops loops;
    private GatewayCertificate certificate;

    @BeforeEach
    void setUp() {
        loops = Loops.open(Transport.AUTO, 1, "tls");
        certificate = GatewayCertificate.selfSigned(folder, List.of("localhost"), Clock.system(), new SecureRandom());
    }

    @AfterEach
    void tearDown() {
        loops.close();
        contexts.forEach(ReferenceCountUtil::release);
    }

    private SslContext kept(SslContext context) {
        contexts.add(context);
        return context;
    }

    /** What both ends have after a handshake. */
    private record Ends(CompletableFuture<SslHandler> client, CompletableFuture<SslHandler> server) {
    }

    private Ends shake(SslContext client, SslContext server, String host) {
        Ends ends = new Ends(new CompletableFuture<>(), new CompletableFuture<>());
        ServerChannel listening = Await.result(loops.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                SocketUse.TUNNEL, child -> loops.next(),
                child -> add(child, TunnelTls.serverHandler(server, child), ends.server())));
        ChannelHandler handler = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                add(channel, TunnelTls.clientHandler(client, channel, host, 8443), ends.client());
            }
        };
        loops.dial(loops.next(), SocketUse.TUNNEL).handler(handler).connect(listening.localAddress());
        return ends;
    }

    private static void add(Channel channel, SslHandler handler, CompletableFuture<SslHandler> done) {
        channel.pipeline().addLast(handler, new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                ctx.close();
            }
        });
        handler.handshakeFuture().addListener(future -> {
            if (future.isSuccess()) {
                done.complete(handler);
            } else {
                done.completeExceptionally(future.cause());
            }
        });
    }

    private SslContext client(TlsProvider provider, Optional<Pin> pin, Optional<Path> ca) {
        return kept(TunnelTls.client(new TunnelTls.Trust(pin, ca), provider, true));
    }

    private SslContext server(TlsProvider provider, boolean resumable) {
        return kept(TunnelTls.server(certificate, provider, resumable));
    }

    private String failure(Ends ends) {
        Throwable failure = ends.client().handle((handler, e) -> e).join();
        assertThat(failure).isNotNull();
        return TunnelTls.describe(failure);
    }

    private Optional<Path> ca() {
        return Optional.of(folder.resolve("certificate.pem"));
    }

    private static Optional<Pin> otherPin() {
        return Optional.of(new Pin(Samples.all(32, 7)));
    }

    @ParameterizedTest
    @CsvSource({"JDK,JDK", "BORINGSSL,BORINGSSL", "JDK,BORINGSSL", "BORINGSSL,JDK"})
    void trustsAPinAlone(TlsProvider client, TlsProvider server) {
        Ends ends = shake(client(client, Optional.of(certificate.pin()), Optional.empty()), server(server, true), "10.9.8.7");
        SslHandler dialler = Await.result(ends.client());
        assertThat(TunnelTls.protocol(dialler)).contains(TunnelProtocol.RESUMABLE);
        assertThat(TunnelTls.protocol(Await.result(ends.server()))).contains(TunnelProtocol.RESUMABLE);
        assertThat(TunnelTls.peerCertificate(dialler)).isEqualTo(certificate.leaf());
        assertThat(dialler.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(dialler.engine().getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
    }

    @ParameterizedTest
    @CsvSource({"JDK,JDK", "BORINGSSL,BORINGSSL", "JDK,BORINGSSL", "BORINGSSL,JDK"})
    void looksAtTheCertificateEachTime(TlsProvider client, TlsProvider server) throws Exception {
        AtomicInteger checks = new AtomicInteger();
        GatewayTrust judge = GatewayTrust.of(new TunnelTls.Trust(Optional.of(certificate.pin()), Optional.empty()));
        SslContext dials = kept(TunnelTls.client(new Counting(judge, checks), false, client, true));
        SslContext answers = server(server, true);
        for (int dial = 1; dial <= 3; dial++) {
            Ends ends = shake(dials, answers, "localhost");
            SslHandler gateway = Await.result(ends.server());
            SslHandler dialler = Await.result(ends.client());
            // What the gateway sends after its handshake, such as a ticket, comes before the end.
            gateway.closeOutbound();
            Await.result(dialler.sslCloseFuture());
            assertThat(checks.get()).isEqualTo(dial);
        }
    }

    @ParameterizedTest
    @CsvSource({"JDK", "BORINGSSL"})
    void agreesOnThePlainProtocolWhereResumptionIsOff(TlsProvider provider) {
        Ends ends = shake(client(provider, Optional.of(certificate.pin()), Optional.empty()), server(provider, false), "x");
        assertThat(TunnelTls.protocol(Await.result(ends.client()))).contains(TunnelProtocol.PLAIN);
    }

    @ParameterizedTest
    @CsvSource({"JDK", "BORINGSSL"})
    void refusesAnotherKeyThanThePinnedOne(TlsProvider provider) {
        Ends ends = shake(client(provider, otherPin(), Optional.empty()), server(provider, true), "localhost");
        assertThat(failure(ends)).contains(certificate.pin().toString()).contains(otherPin().orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource({"JDK", "BORINGSSL"})
    void trustsAnAuthorityForItsNames(TlsProvider provider) {
        Ends ends = shake(client(provider, Optional.empty(), ca()), server(provider, true), "localhost");
        assertThat(TunnelTls.peerCertificate(Await.result(ends.client()))).isEqualTo(certificate.leaf());
    }

    @ParameterizedTest
    @CsvSource({"JDK", "BORINGSSL"})
    void refusesACertificateForAnotherName(TlsProvider provider) {
        Ends ends = shake(client(provider, Optional.empty(), ca()), server(provider, true), "other.example");
        assertThat(failure(ends)).contains("other.example");
    }

    @ParameterizedTest
    @CsvSource({"JDK", "BORINGSSL"})
    void refusesACertificateTheSystemDoesNotTrust(TlsProvider provider) {
        Ends ends = shake(client(provider, Optional.empty(), Optional.empty()), server(provider, true), "localhost");
        assertThat(failure(ends)).contains("certification path");
    }

    @ParameterizedTest
    @CsvSource({"JDK", "BORINGSSL"})
    void wantsBothPinAndAuthorityWhereBothAreGiven(TlsProvider provider) {
        Optional<Pin> pin = Optional.of(certificate.pin());
        Await.result(shake(client(provider, pin, ca()), server(provider, true), "localhost").client());
        assertThat(failure(shake(client(provider, otherPin(), ca()), server(provider, true), "localhost"))).contains("pinned");
        assertThat(failure(shake(client(provider, pin, ca()), server(provider, true), "other.example")))
                .contains("other.example");
    }

    @ParameterizedTest
    @CsvSource({"JDK", "BORINGSSL"})
    void speaksNothingOlderThanTls13(TlsProvider provider) throws SSLException {
        SslContext old = kept(SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.2")
                .trustManager(InsecureTrustManagerFactory.INSTANCE).build());
        Ends ends = shake(old, server(provider, true), "localhost");
        assertThat(ends.client().handle((handler, failure) -> failure).join()).isInstanceOf(SSLException.class);
        assertThat(ends.server().handle((handler, failure) -> failure).join()).isNotNull();
    }

    /** Counts the certificates it is shown. */
    private static final class Counting extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager judge;
        private final AtomicInteger checks;

        private Counting(X509ExtendedTrustManager judge, AtomicInteger checks) {
            this.judge = judge;
            this.checks = checks;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checks.incrementAndGet();
            judge.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
            judge.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judge.checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
            judge.checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return judge.getAcceptedIssuers();
        }
    }

    @Test
    void saysWhichAuthoritiesCannotBeRead() {
        assertThatThrownBy(() -> TunnelTls.client(new TunnelTls.Trust(Optional.empty(), Optional.of(folder.resolve("no.pem"))),
                TlsProvider.AUTO, true)).hasMessageContaining("no.pem");
    }
}
