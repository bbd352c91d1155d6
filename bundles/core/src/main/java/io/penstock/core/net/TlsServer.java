package io.penstock.core.net;

import io.penstock.core.options.Option;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Options of a listening socket's TLS. Files are PEM, read at every {@link #context}. Immutable. */
public record TlsServer(
        @Option(doc = "The certificate, followed by those between it and its authority (PEM).") Path certificate,
        @Option(doc = "Its private key (PEM, PKCS #8, not encrypted).") Path key,
        @Option(doc = "Authorities (PEM) one of which must have signed the client's certificate; without, clients need none.")
        Optional<Path> clientCa) {

    /** Reads the files; what is wrong with them is an INVALID error ({@code net.tls}). */
    public SSLContext context() {
        return Pem.context(Optional.of(certificate), Optional.of(key), clientCa);
    }

    /** TLS 1.2 and 1.3 only, and a client's certificate where one is demanded. */
    public SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setNeedClientAuth(clientCa.isPresent());
        return parameters;
    }
}
