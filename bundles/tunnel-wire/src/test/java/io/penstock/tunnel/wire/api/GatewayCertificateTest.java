package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final List<String> NAMES = List.of("gate.example", "*.gate.example", "127.0.0.1", "::1");

    @TempDir
    private Path folder;

    private GatewayCertificate made() {
        return GatewayCertificate.selfSigned(folder, NAMES, new ManualClock(NOW), new SecureRandom());
    }

    @Test
    void makesACertificateTheJdkVerifies() throws GeneralSecurityException {
        X509Certificate leaf = made().chain().get(0);
        leaf.verify(leaf.getPublicKey());
        assertThat(leaf.getVersion()).isEqualTo(3);
        assertThat(leaf.getSerialNumber().signum()).isPositive();
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=gate.example");
        assertThat(leaf.getIssuerX500Principal()).isEqualTo(leaf.getSubjectX500Principal());
        assertThat(leaf.getSubjectAlternativeNames()).extracting(name -> name.get(1).toString())
                .containsExactly("gate.example", "*.gate.example", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(leaf.getKeyUsage()[0]).isTrue();
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactly("2.5.29.15");
    }

    @Test
    void makesACertificateForTenYears() throws GeneralSecurityException {
        X509Certificate leaf = made().chain().get(0);
        leaf.checkValidity(Date.from(NOW));
        leaf.checkValidity(Date.from(Instant.parse("2036-11-19T10:00:00Z")));
        assertThat(leaf.getNotAfter()).isBefore(Date.from(Instant.parse("2036-11-22T00:00:00Z")));
    }

    @Test
    void writesYearsFrom2050WithFourDigits() throws GeneralSecurityException {
        SelfSigned made = SelfSigned.make(List.of(), Instant.parse("2045-01-01T00:00:00Z"), new SecureRandom());
        assertThat(made.certificate().getNotAfter()).isAfter(Date.from(Instant.parse("2054-12-31T00:00:00Z")));
        assertThat(made.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=penstock gateway");
    }

    @Test
    void makesItOnlyOnce() {
        assertThat(made().pin()).isEqualTo(made().pin());
        assertThat(made().leaf()).isEqualTo(made().leaf());
    }

    @Test
    void letsNobodyElseReadTheKey() throws IOException {
        made();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key.pem"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("key.pem", "certificate.pem");
        }
    }

    @Test
    void makesBothAnewWhenOnlyTheKeyWasWritten() throws IOException {
        made();
        Files.delete(folder.resolve("certificate.pem"));
        assertThat(made().chain()).hasSize(1);
    }

    @Test
    void readsPemFilesMadeElsewhere() throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificate files = TestCertificate.in(folder);
        assertThat(GatewayCertificate.read(files.certificate(), files.key()).pin().toString()).startsWith("sha256:");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        made();
        Path others = Files.createDirectory(folder.resolve("others"));
        TestCertificate files = TestCertificate.in(others);
        assertThatThrownBy(() -> GatewayCertificate.read(files.certificate(), folder.resolve("key.pem")))
                .isInstanceOf(PenstockException.class).hasMessageContaining("is not that of");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(() -> GatewayCertificate.read(folder.resolve("no.pem"), folder.resolve("key.pem")))
                .isInstanceOf(PenstockException.class).hasMessageContaining("no.pem");
    }

    @Test
    void readsThePinsItPrints() {
        Pin pin = made().pin();
        assertThat(Pin.of(pin.toString())).isEqualTo(pin);
        assertThatThrownBy(() -> Pin.of("sha256:AAAA")).isInstanceOf(PenstockException.class).hasMessageContaining("sha256:");
        assertThatThrownBy(() -> Pin.of("md5:AAAA")).isInstanceOf(PenstockException.class);
    }
}
