package io.penstock.control.server.http;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.tunnel.wire.api.ServerTls;
import io.penstock.tunnel.wire.api.TlsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that is shown, which may change while connections live. Thread-safe. */
final class TlsSource {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** Files as they were last read. */
    private record Seen(Path certificate, Path key, List<FileTime> times) {
    }

    private final Optional<byte[]> ticketKey;
    // guarded by this
    private Optional<SslContext> context = Optional.empty();
    private Optional<GatewayCertificate> shown = Optional.empty();
    private boolean own;
    private Optional<Seen> seen = Optional.empty();

    TlsSource(Optional<byte[]> ticketKey) {
        this.ticketKey = ticketKey;
    }

    /** No TLS. */
    synchronized void plain() {
        become(Optional.empty(), false);
        seen = Optional.empty();
    }

    /** A certificate of our own, which is pinned. */
    synchronized void own(GatewayCertificate certificate) {
        become(Optional.of(certificate), true);
        seen = Optional.empty();
    }

    /** Files, which an authority vouches for. Blocks on the disk. INVALID {@code tunnel.certificate}. */
    synchronized void files(Path certificate, Path key) {
        Seen now = new Seen(certificate, key, times(certificate, key));
        become(Optional.of(GatewayCertificate.read(certificate, key)), false);
        seen = Optional.of(now);
    }

    /** Reads files again that have changed; what cannot be read is told and tried again when it changes. */
    synchronized void refresh() {
        Optional<Seen> before = seen;
        before.filter(files -> !times(files.certificate(), files.key()).equals(files.times())).ifPresent(files -> {
            try {
                files(files.certificate(), files.key());
                LOG.info("the certificate {} is new", files.certificate());
            } catch (PenstockException e) {
                LOG.warn("the certificate stays as it was: {}", e.getMessage());
                seen = Optional.of(new Seen(files.certificate(), files.key(), times(files.certificate(), files.key())));
            }
        });
    }

    private static List<FileTime> times(Path certificate, Path key) {
        try {
            return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
        } catch (IOException e) {
            return List.of();
        }
    }

    private void become(Optional<GatewayCertificate> certificate, boolean isOwn) {
        Optional<SslContext> made = certificate.map(it -> ServerTls.context(it, TlsProvider.AUTO, ticketKey));
        context.ifPresent(ReferenceCountUtil::release);
        context = made;
        shown = certificate;
        own = isOwn;
    }

    /** A new connection's; empty without TLS. */
    synchronized Optional<SslHandler> handler(Channel channel) {
        return context.map(now -> ServerTls.handler(now, channel, HANDSHAKE));
    }

    /** What agents pin; empty where an authority vouches, or without TLS. */
    synchronized Optional<String> pin() {
        return own ? Optional.of(shown()) : Optional.empty();
    }

    /** The fingerprint of what is shown; empty without TLS. */
    synchronized String shown() {
        return shown.map(certificate -> certificate.pin().toString()).orElse("");
    }

    synchronized boolean isPlain() {
        return context.isEmpty();
    }

    synchronized void close() {
        context.ifPresent(ReferenceCountUtil::release);
        context = Optional.empty();
    }
}
