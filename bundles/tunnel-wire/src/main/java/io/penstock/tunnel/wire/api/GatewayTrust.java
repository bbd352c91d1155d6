package io.penstock.tunnel.wire.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Pem;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Decides whether what answered is the gateway: by its key's pin, by authorities, or by both. Thread-safe. */
final class GatewayTrust extends X509ExtendedTrustManager {
    private final Optional<Pin> pin;
    private final Optional<X509ExtendedTrustManager> authorities;

    private GatewayTrust(Optional<Pin> pin, Optional<X509ExtendedTrustManager> authorities) {
        this.pin = pin;
        this.authorities = authorities;
    }

    static GatewayTrust of(TunnelTls.Trust trust) throws GeneralSecurityException, IOException {
        boolean pinAlone = trust.pin().isPresent() && trust.ca().isEmpty();
        return new GatewayTrust(trust.pin(), pinAlone ? Optional.empty() : Optional.of(authorities(trust.ca())));
    }

    private static X509ExtendedTrustManager authorities(Optional<Path> file) throws GeneralSecurityException, IOException {
        TrustManager[] managers = file.isPresent() ? Pem.trusted(file.get()) : system();
        return Stream.of(managers).filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast).findFirst()
                .orElseThrow(() -> PenstockException.invalid("tunnel.tls", "this JDK has no X.509 trust"));
    }

    private static TrustManager[] system() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    boolean countsNames() {
        return authorities.isPresent();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkPin(chain[0]);
        if (authorities.isPresent()) {
            authorities.get().checkServerTrusted(chain, authType, engine);
        }
    }

    private void checkPin(X509Certificate leaf) throws CertificateException {
        Pin seen = Pin.of(leaf);
        if (pin.isPresent() && !pin.get().equals(seen)) {
            throw new CertificateException("the gateway's key is not the pinned one: expected " + pin.get() + ", and "
                    + seen + " was shown; either somebody sits in between, or the gateway has a new key");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        throw new CertificateException("tunnels use no blocking sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("without its TLS engine no gateway can be checked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this end takes no connections");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.map(X509ExtendedTrustManager::getAcceptedIssuers).orElseGet(() -> new X509Certificate[0]);
    }
}
