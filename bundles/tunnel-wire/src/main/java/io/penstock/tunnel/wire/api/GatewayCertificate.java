package io.penstock.tunnel.wire.api;

import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a gateway shows: a certificate chain, leaf first, and its key. Immutable. */
public final class GatewayCertificate {
    private GatewayCertificate() {
    }

    /**
     * Reads PEM files.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.certificate}
     */
    public static GatewayCertificate read(Path certificate, Path key) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads {@code certificate.pem} and {@code key.pem} of a folder, or makes them: self-signed, ECDSA P-256, valid for ten
     * years, the key for nobody else's eyes. Blocks on the disk.
     *
     * @param names host names and addresses it is for
     * @throws io.penstock.core.error.PenstockException INVALID or RETRY {@code tunnel.certificate}
     */
    public static GatewayCertificate selfSigned(Path folder, List<String> names, Clock clock, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /** Leaf first. */
    public List<X509Certificate> chain() {
        throw new UnsupportedOperationException();
    }

    /** The leaf as DER, for {@link GatewayHandshake.Identity}. */
    public Octets leaf() {
        throw new UnsupportedOperationException();
    }

    /** The leaf's pin, for identity files. */
    public Pin pin() {
        throw new UnsupportedOperationException();
    }

    PrivateKey key() {
        throw new UnsupportedOperationException();
    }
}
