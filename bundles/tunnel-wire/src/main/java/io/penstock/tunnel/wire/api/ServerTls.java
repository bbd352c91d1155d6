package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * TLS 1.3 and 1.2 for a server that anybody's client talks to, with tickets: many that come back at once cost little.
 * Contexts are thread-safe, and are to be released by {@code ReferenceCountUtil.release}.
 */
public final class ServerTls {
    /** How long a key for tickets is: its name, then a half for each of its two uses. */
    public static final int TICKET_KEY_BYTES = OpenSslSessionTicketKey.TICKET_KEY_SIZE;
    private static final Duration TICKETS_LIVE = Duration.ofDays(1);
    private static final int PART = 16;

    private ServerTls() {
    }

    /**
     * Makes one.
     *
     * @param ticketKey {@link #TICKET_KEY_BYTES} secret bytes that all servers of one name share, and a later process, so that
     *        they take each other's tickets; BoringSSL only, the JDK makes its own
     * @throws PenstockException INVALID {@code tunnel.tls}
     */
    public static SslContext context(GatewayCertificate certificate, TlsProvider provider, Optional<byte[]> ticketKey) {
        boolean boring = TunnelTls.isBoringSsl(provider);
        try {
            SslContext context = SslContextBuilder.forServer(certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
                    .sslProvider(boring ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2").sessionTimeout(TICKETS_LIVE.toSeconds()).build();
            ticketKey.filter(key -> boring).ifPresent(key -> tickets((OpenSslSessionContext) context.sessionContext(), key));
            return context;
        } catch (SSLException e) {
            throw new PenstockException(ErrorKind.INVALID, "tunnel.tls", "TLS cannot be set up: "
                    + PenstockException.describe(e), e);
        }
    }

    private static void tickets(OpenSslSessionContext sessions, byte[] key) {
        sessions.setTicketKeys(new OpenSslSessionTicketKey(Arrays.copyOfRange(key, 0, PART),
                Arrays.copyOfRange(key, PART, 2 * PART), Arrays.copyOfRange(key, 2 * PART, TICKET_KEY_BYTES)));
    }

    /** A connection's handler, first in the pipeline. */
    public static SslHandler handler(SslContext context, Channel channel, Duration handshake) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }
}
