package io.penstock.core.net;

import io.penstock.core.options.Option;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Options of a connection's TLS. Files are PEM, read at every {@link #context}. Immutable. */
public record TlsClient(
        @Option(doc = "Whether to use TLS.", value = "true", shorthand = true) boolean enabled,
        @Option(doc = "Authorities to trust instead of the system's (PEM).") Optional<Path> ca,
        @Option(doc = "A certificate to show, followed by those between it and its authority (PEM).")
        Optional<Path> certificate,
        @Option(doc = "Its private key (PEM, PKCS #8, not encrypted).") Optional<Path> key) {

    /** Reads the files; what is wrong with them is an INVALID error ({@code net.tls}). */
    public SSLContext context() {
        return Pem.context(certificate, key, ca);
    }

    /** TLS 1.2 and 1.3 only, the server's name checked against its certificate. */
    public SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }
}
