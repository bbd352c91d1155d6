package io.penstock.itest;

import io.penstock.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A proxy that decrypts what goes through it, as companies have them: its own certificate is one that the client trusts, and
 * it passes every byte on to the real server. Thread-safe.
 */
final class TlsInterceptor implements AutoCloseable {
    private static final String[] PROTOCOLS = {"penstock-tunnel-r/1", "penstock-tunnel/1"};
    private static final char[] PASSWORD = "secret".toCharArray();

    private final int target;
    private final SSLServerSocket listener;
    private final SSLContext toServer = context(new KeyManager[0]);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong read = new AtomicLong();

    /** @param own what it shows to clients */
    TlsInterceptor(TestCertificate own, int target) throws Exception {
        this.target = target;
        SSLContext toClient = context(keys(own));
        listener = (SSLServerSocket) toClient.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setSSLParameters(withProtocols(listener.getSSLParameters()));
        new Thread(this::accept, "interceptor").start();
    }

    private static KeyManager[] keys(TestCertificate own) throws GeneralSecurityException, IOException {
        String pem = Files.readString(own.key()).replaceAll("-----[A-Z ]+-----", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", KeyFactory.getInstance("EC").generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem))), PASSWORD,
                new Certificate[] {certificate(own.certificate())});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        return keys.getKeyManagers();
    }

    private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** Whoever intercepts does not care who is behind. */
    static SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[] {new Anybody()}, new SecureRandom());
        return context;
    }

    /** Offers the tunnel's protocols. */
    static SSLParameters withProtocols(SSLParameters parameters) {
        parameters.setApplicationProtocols(PROTOCOLS);
        return parameters;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Bytes of clients it has read, decrypted. */
    long read() {
        return read.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) listener.accept();
                sockets.add(client);
                new Thread(() -> join(client), "interceptor-join").start();
            } catch (IOException e) {
                // This ends.
            }
        }
    }

    private void join(SSLSocket client) {
        try (client; SSLSocket server = (SSLSocket) toServer.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), target)) {
            sockets.add(server);
            server.setSSLParameters(withProtocols(server.getSSLParameters()));
            server.startHandshake();
            Thread back = new Thread(() -> pump(server, client, new AtomicLong()), "interceptor-back");
            back.start();
            pump(client, server, read);
            back.join();
        } catch (IOException e) {
            // One of the two has gone: so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[16_384];
        try {
            for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
                count.addAndGet(n);
                to.getOutputStream().write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // As above; the other way ends as well.
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Everybody is welcome.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // As are all servers.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
