package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.util.Optional;

/** TLS 1.3 for both ends. The contexts are thread-safe, and are to be released by {@code ReferenceCountUtil.release}. */
public final class TunnelTls {
    /**
     * How a dialler knows its gateway. A pin alone is enough; without one, the CA file's (or else the system's) authorities
     * decide, and the host name counts; with both, both must hold.
     */
    public record Trust(Optional<Pin> pin, Optional<Path> ca) {
    }

    private TunnelTls() {
    }

    /**
     * For diallers.
     *
     * @param resumable whether to offer {@link TunnelProtocol#RESUMABLE} before {@link TunnelProtocol#PLAIN}
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.tls}
     */
    public static SslContext client(Trust trust, TlsProvider provider, boolean resumable) {
        throw new UnsupportedOperationException();
    }

    /** For gateways; see {@link #client}. */
    public static SslContext server(GatewayCertificate certificate, TlsProvider provider, boolean resumable) {
        throw new UnsupportedOperationException();
    }

    /** A dialler's handler, first in the pipeline. {@code host} is what the certificate must be for, where names count. */
    public static SslHandler clientHandler(SslContext context, Channel channel, String host, int port) {
        throw new UnsupportedOperationException();
    }

    /** A gateway's handler, first in the pipeline. */
    public static SslHandler serverHandler(SslContext context, Channel channel) {
        throw new UnsupportedOperationException();
    }

    /** After the TLS handshake: {@link TunnelProtocol#PLAIN} or {@link TunnelProtocol#RESUMABLE}; empty: close. */
    public static Optional<String> protocol(SslHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** After the TLS handshake, dialler: the leaf as DER. */
    public static Octets peerCertificate(SslHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** Whether BoringSSL is what {@code provider} means here: for status and logs. */
    public static boolean isBoringSsl(TlsProvider provider) {
        throw new UnsupportedOperationException();
    }

    /** What a person should read when TLS failed: which pin was seen, why a certificate was not trusted. */
    public static String describe(Throwable failure) {
        throw new UnsupportedOperationException();
    }
}
