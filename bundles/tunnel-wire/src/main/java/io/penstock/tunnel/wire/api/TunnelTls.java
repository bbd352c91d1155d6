package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.internal.PlatformDependent;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS 1.3 for both ends. The contexts are thread-safe, and are to be released by {@code ReferenceCountUtil.release}. */
public final class TunnelTls {
    /**
     * How a dialler knows its gateway. A pin alone is enough; without one, the CA file's (or else the system's) authorities
     * decide, and the host name counts; with both, both must hold.
     */
    public record Trust(Optional<Pin> pin, Optional<Path> ca) {
    }

    private static final String CODE = "tunnel.tls";
    /** The fastest first: a processor without AES instructions makes BoringSSL choose the last by itself. */
    private static final List<String> CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    /** What the JDK puts into a record at most; a frame of yamux with its header is as long while several streams send. */
    private static final int RECORD_BYTES = 16_367;
    /** A ticket of TLS 1.3 lives seven days at most: the JDK keeps none when sessions are to live longer. */
    private static final int LONGER_THAN_TICKETS_LIVE_SECONDS = Math.toIntExact(Duration.ofDays(8).toSeconds());
    private static final int MAX_CAUSES = 16;

    private TunnelTls() {
    }

    /**
     * For diallers.
     *
     * @param resumable whether to offer {@link TunnelProtocol#RESUMABLE} before {@link TunnelProtocol#PLAIN}
     * @throws PenstockException INVALID {@code tunnel.tls}
     */
    public static SslContext client(Trust trust, TlsProvider provider, boolean resumable) {
        return made(() -> {
            GatewayTrust judge = GatewayTrust.of(trust);
            return client(judge, judge.countsNames(), provider, resumable);
        });
    }

    static SslContext client(X509ExtendedTrustManager judge, boolean countsNames, TlsProvider provider, boolean resumable)
            throws SSLException {
        return withoutTickets(common(SslContextBuilder.forClient(), provider, resumable).trustManager(judge)
                .endpointIdentificationAlgorithm(countsNames ? "HTTPS" : null).build());
    }

    /** For gateways; see {@link #client}. */
    public static SslContext server(GatewayCertificate certificate, TlsProvider provider, boolean resumable) {
        return made(() -> common(SslContextBuilder.forServer(certificate.key(),
                certificate.chain().toArray(X509Certificate[]::new)), provider, resumable).build());
    }

    /**
     * TLS would resume a session without showing the certificate: trust that was taken away would go on. It takes the dialler's
     * ticket, so a gateway may offer what it likes.
     */
    private static SslContext withoutTickets(SslContext context) {
        if (context instanceof JdkSslContext) {
            context.sessionContext().setSessionTimeout(LONGER_THAN_TICKETS_LIVE_SECONDS);
        } else {
            ((OpenSslSessionContext) context.sessionContext()).setSessionCacheEnabled(false);
        }
        return context;
    }

    private static SslContextBuilder common(SslContextBuilder builder, TlsProvider provider, boolean resumable) {
        List<String> protocols = resumable ? List.of(TunnelProtocol.RESUMABLE, TunnelProtocol.PLAIN)
                : List.of(TunnelProtocol.PLAIN);
        // The two behaviours are the only ones BoringSSL has; whoever agrees on nothing is closed after the handshake.
        return builder.sslProvider(isBoringSsl(provider) ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols("TLSv1.3").ciphers(CIPHERS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, protocols));
    }

    private static SslContext made(Making making) {
        try {
            return making.make();
        } catch (GeneralSecurityException | IOException e) {
            throw new PenstockException(ErrorKind.INVALID, CODE,
                    "TLS cannot be set up: " + PenstockException.describe(e), e);
        }
    }

    /** A dialler's handler, first in the pipeline. {@code host} is what the certificate must be for, where names count. */
    public static SslHandler clientHandler(SslContext context, Channel channel, String host, int port) {
        return set(context.newHandler(channel.alloc(), host, port));
    }

    /** A gateway's handler, first in the pipeline. */
    public static SslHandler serverHandler(SslContext context, Channel channel) {
        return set(context.newHandler(channel.alloc()));
    }

    private static SslHandler set(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(TunnelProtocol.STRANGER_DEADLINE.toMillis());
        handler.setWrapDataSize(RECORD_BYTES);
        return handler;
    }

    /** After the TLS handshake: {@link TunnelProtocol#PLAIN} or {@link TunnelProtocol#RESUMABLE}; empty: close. */
    public static Optional<String> protocol(SslHandler handler) {
        return Optional.ofNullable(handler.applicationProtocol())
                .filter(name -> name.equals(TunnelProtocol.PLAIN) || name.equals(TunnelProtocol.RESUMABLE));
    }

    /** After the TLS handshake, dialler: the leaf as DER. */
    public static Octets peerCertificate(SslHandler handler) {
        try {
            return Octets.of(handler.engine().getSession().getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException | GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.RETRY, CODE, "the gateway showed no certificate", e);
        }
    }

    /**
     * Whether BoringSSL is what {@code provider} means here: for status and logs.
     *
     * @throws PenstockException INVALID {@code tunnel.tls}: it is asked for, and not there
     */
    public static boolean isBoringSsl(TlsProvider provider) {
        if (provider == TlsProvider.JDK) {
            return false;
        }
        // Both keep an exception for ever where something is missing, with the stack of whoever asked first.
        Workers.apart(PlatformDependent::hasUnsafe);
        Workers.apart(OpenSsl::isAvailable);
        if (provider == TlsProvider.BORINGSSL && !OpenSsl.isAvailable()) {
            throw PenstockException.invalid(CODE, "tls-provider is \"boringssl\", but its library cannot be loaded here: "
                    + PenstockException.describe(OpenSsl.unavailabilityCause()) + "; use \"auto\" or \"jdk\"");
        }
        return OpenSsl.isAvailable();
    }

    /** What a person should read when TLS failed: which pin was seen, why a certificate was not trusted. */
    public static String describe(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        boolean plain = root instanceof GeneralSecurityException && root.getMessage() != null;
        return plain ? root.getMessage() : PenstockException.describe(root);
    }

    private interface Making {
        SslContext make() throws GeneralSecurityException, IOException;
    }
}
