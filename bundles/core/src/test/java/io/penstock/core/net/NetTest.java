package io.penstock.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Options;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetTest {
    @TempDir
    Path folder;

    @Test
    void knowsThisMachineByItsText() {
        assertThat(List.of("localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]")).allMatch(Hosts::isLoopback);
        assertThat(List.of("0.0.0.0", "example.org", "127.0.0.1.example.org", "::", "10.0.0.1"))
                .noneMatch(Hosts::isLoopback);
    }

    @Test
    void whoHasOneIpv6AddressHasItsNetwork() throws Exception {
        assertThat(Hosts.network(InetAddress.getByName("2001:db8:1:2::1")))
                .isEqualTo(Hosts.network(InetAddress.getByName("2001:db8:1:2:ffff::9")))
                .isNotEqualTo(Hosts.network(InetAddress.getByName("2001:db8:1:3::1")));
        assertThat(Hosts.network(InetAddress.getByName("10.0.0.1"))).isNotEqualTo(Hosts.network(InetAddress.getByName("10.0.0.2")));
    }

    @Test
    void asksForTlsOrAnExplicitWordBeyondTheMachine() {
        assertThat(Hosts.plaintextProblem("host", "example.org", false, false)).hasSize(1);
        assertThat(Hosts.plaintextProblem("host", "example.org", true, false)).isEmpty();
        assertThat(Hosts.plaintextProblem("host", "example.org", false, true)).isEmpty();
        assertThat(Hosts.plaintextProblem("host", "localhost", false, false)).isEmpty();
    }

    @Test
    void saysThatAPortHasAnOptionOfItsOwn() {
        assertThat(Hosts.plaintextProblem("address", "127.0.0.1:17002", false, true)).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("address: \"127.0.0.1\", port: 17002"));
        assertThat(Hosts.plaintextProblem("host", "[::1]:80", true, false)).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("host: \"[::1]\", port: 80"));
        assertThat(List.of("::1", "[::1]", "fe80::1:80", "localhost"))
                .allMatch(host -> Hosts.plaintextProblem("host", host, true, false).isEmpty());
    }

    @Test
    void answersOnlyToNamesOfThisMachineOnLoopback() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        assertThat(List.of("localhost", "LOCALHOST:9600", "127.0.0.1:80", "[::1]", "[::1]:80"))
                .allMatch(host -> Hosts.isMeant(Optional.of(host), loopback));
        assertThat(List.of("evil.example", "evil.example:9600", "127.0.0.1.evil.example", "", "10.0.0.1"))
                .noneMatch(host -> Hosts.isMeant(Optional.of(host), loopback));
        assertThat(Hosts.isMeant(Optional.empty(), loopback)).isTrue();
        assertThat(Hosts.isMeant(Optional.of("db.example.org"), InetAddress.getByName("0.0.0.0"))).isTrue();
    }

    @Test
    void leavesLimitsAloneThatSomebodyHasSet() {
        String key = "sun.net.httpserver.maxReqTime";
        String before = System.setProperty(key, "7");
        try {
            HttpLimits.set();
            assertThat(System.getProperty(key)).isEqualTo("7");
            System.clearProperty(key);
            HttpLimits.set();
            assertThat(System.getProperty(key)).isEqualTo("60");
        } finally {
            if (before == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, before);
            }
        }
    }

    @Test
    void takesTrueForTlsWithTheSystemsAuthorities() {
        TlsClient client = Options.of(TlsClient.class).bind(true).orThrow("tls");

        assertThat(client).isEqualTo(new TlsClient(true, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(client.context()).isNotNull();
    }

    @Test
    void makesBothEndsFromPemFiles() throws Exception {
        makePair();
        TlsServer server = Options.of(TlsServer.class).bind(Map.of("certificate", folder.resolve("cert.pem").toString(),
                "key", folder.resolve("key.pem").toString())).orThrow("tls");
        TlsClient client = new TlsClient(true, Optional.of(folder.resolve("cert.pem")), Optional.empty(), Optional.empty());

        try (SSLServerSocket listening = (SSLServerSocket) server.context().getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSSLParameters(server.parameters());
            Thread peer = new Thread(() -> answer(listening));
            peer.start();
            try (SSLSocket socket = (SSLSocket) client.context().getSocketFactory()
                    .createSocket("localhost", listening.getLocalPort())) {
                socket.setSSLParameters(client.parameters());
                assertThat(socket.getInputStream().read()).isEqualTo(42);
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
            peer.join();
        }
    }

    private static void answer(SSLServerSocket listening) {
        try (var socket = listening.accept()) {
            socket.getOutputStream().write(42);
            socket.getOutputStream().flush();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");

        assertThatThrownBy(() -> new TlsServer(nothing, nothing, Optional.empty()).context())
                .isInstanceOf(PenstockException.class).hasMessageContaining("nothing.pem");
    }

    private void makePair() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", "EC", "-storetype", "PKCS12", "-storepass", "secret", "-keystore",
                store.toString(), "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "2")
                .redirectErrorStream(true).start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem("key.pem", "PRIVATE KEY", keys.getKey("a", "secret".toCharArray()).getEncoded());
    }

    private void pem(String name, String kind, byte[] bytes) throws Exception {
        Files.writeString(folder.resolve(name), "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind + "-----\n");
    }
}
