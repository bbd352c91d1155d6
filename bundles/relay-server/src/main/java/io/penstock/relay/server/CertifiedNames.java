package io.penstock.relay.server;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The names a client's certificate vouches for: its common name and its DNS names. */
final class CertifiedNames {
    private static final int DNS_NAME = 2;

    private CertifiedNames() {
    }

    /**
     * Of the connection of a pipeline; empty without a certificate.
     *
     * @throws PenstockException DENIED when it is not valid now: a session that is resumed is not checked again by TLS
     */
    static Set<String> of(ChannelPipeline pipeline, Instant now) {
        try {
            X509Certificate certificate = (X509Certificate) pipeline.get(SslHandler.class).engine().getSession()
                    .getPeerCertificates()[0];
            certificate.checkValidity(Date.from(now));
            return of(certificate);
        } catch (SSLPeerUnverifiedException e) {
            return Set.of();
        } catch (CertificateException e) {
            throw new PenstockException(ErrorKind.DENIED, "relay.certificate", PenstockException.describe(e), e);
        }
    }

    static Set<String> of(X509Certificate certificate) throws CertificateParsingException {
        Set<String> names = new HashSet<>();
        commonName(certificate).ifPresent(names::add);
        if (certificate.getSubjectAlternativeNames() != null) {
            for (List<?> name : certificate.getSubjectAlternativeNames()) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        }
        return names;
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase("CN")).map(Rdn::getValue).map(String::valueOf).findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
