package io.penstock.tunnel.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.SpliceReport.End;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketSpliceTest {
    private static final int MANY = 6 * 1024 * 1024;
    private static final int MORE_THAN_BUFFERS = 32 * 1024 * 1024;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<byte[]> readAll(Socket socket) {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Workers.thread("reader", () -> {
            try {
                read.complete(socket.getInputStream().readAllBytes());
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        }).start();
        return read;
    }

    private static CompletableFuture<Void> writeAll(Socket socket, byte[] bytes) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Workers.thread("writer", () -> {
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                written.complete(null);
            } catch (IOException e) {
                written.completeExceptionally(e);
            }
        }).start();
        return written;
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"EPOLL", "NIO"})
    void carriesBytesBothWaysAtOnce(Transport transport) throws Exception {
        byte[] bytes = random(MANY);
        try (SpliceRig rig = new SpliceRig(transport, SpliceSettings.NONE); Socket client = rig.client();
                Socket target = rig.accepted()) {
            CompletableFuture<byte[]> atTarget = readAll(target);
            CompletableFuture<byte[]> atClient = readAll(client);
            writeAll(client, bytes);
            writeAll(target, bytes);
            assertThat(MessageDigest.isEqual(Await.result(atTarget), bytes)).isTrue();
            assertThat(MessageDigest.isEqual(Await.result(atClient), bytes)).isTrue();
            assertThat(SpliceRig.next(rig.gatewayReports)).isEqualTo(new SpliceReport(End.FINISHED, MANY, MANY, "both ends finished"));
            assertThat(SpliceRig.next(rig.agentReports)).isEqualTo(new SpliceReport(End.FINISHED, MANY, MANY, "both ends finished"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = TlsProvider.class, names = {"BORINGSSL", "JDK"})
    void carriesBytesThroughTls(TlsProvider provider, @TempDir Path folder) throws Exception {
        GatewayCertificate certificate = GatewayCertificate.selfSigned(folder, List.of(), Clock.system(), new SecureRandom());
        SslContext server = TunnelTls.server(certificate, provider, false);
        SslContext dialler = TunnelTls.client(new TunnelTls.Trust(Optional.of(certificate.pin()), Optional.empty()), provider, false);
        byte[] bytes = random(1_000_000);
        try (SpliceRig rig = new SpliceRig(Transport.AUTO, SpliceSettings.NONE, Optional.of(new SpliceRig.Security(dialler, server)));
                Socket client = rig.client(); Socket target = rig.accepted()) {
            writeAll(client, bytes);
            assertThat(MessageDigest.isEqual(target.getInputStream().readAllBytes(), bytes)).isTrue();
        } finally {
            ReferenceCountUtil.release(server);
            ReferenceCountUtil.release(dialler);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"EPOLL", "NIO"})
    void letsTheTargetAnswerAfterTheClientFinished(Transport transport) throws Exception {
        try (SpliceRig rig = new SpliceRig(transport, SpliceSettings.NONE); Socket client = rig.client()) {
            client.getOutputStream().write("copy".getBytes(UTF_8));
            client.shutdownOutput();
            try (Socket target = rig.accepted()) {
                assertThat(target.getInputStream().readAllBytes()).isEqualTo("copy".getBytes(UTF_8));
                target.getOutputStream().write(random(MANY));
                target.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).hasSize(MANY);
            }
            assertThat(SpliceRig.next(rig.agentReports).end()).isEqualTo(End.FINISHED);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"EPOLL", "NIO"})
    void letsTheClientSendOnAfterTheTargetFinished(Transport transport) throws Exception {
        try (SpliceRig rig = new SpliceRig(transport, SpliceSettings.NONE); Socket client = rig.client();
                Socket target = rig.accepted()) {
            target.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            CompletableFuture<byte[]> atTarget = readAll(target);
            writeAll(client, random(MANY));
            assertThat(Await.result(atTarget)).hasSize(MANY);
            assertThat(SpliceRig.next(rig.gatewayReports).end()).isEqualTo(End.FINISHED);
        }
    }

    @Test
    void holdsBackAFastWriterForASlowReaderAndNobodyElse() throws Exception {
        byte[] bytes = random(MORE_THAN_BUFFERS);
        try (SpliceRig rig = new SpliceRig(Transport.AUTO, SpliceSettings.NONE); Socket slow = rig.client();
                Socket slowTarget = rig.accepted()) {
            CompletableFuture<Void> written = writeAll(slow, bytes);
            try (Socket quick = rig.client(); Socket quickTarget = rig.accepted()) {
                quick.getOutputStream().write(random(MANY));
                quick.shutdownOutput();
                assertThat(quickTarget.getInputStream().readAllBytes()).hasSize(MANY);
            }
            assertThat(written).isNotDone();
            assertThat(rig.gatewaySplices.take().leftBytes()).isLessThan(bytes.length);
            assertThat(MessageDigest.isEqual(slowTarget.getInputStream().readAllBytes(), bytes)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"EPOLL", "NIO"})
    void turnsAClientsResetIntoTheTargets(Transport transport) throws Exception {
        try (SpliceRig rig = new SpliceRig(transport, SpliceSettings.NONE); Socket client = rig.client();
                Socket target = rig.accepted()) {
            client.getOutputStream().write(1);
            assertThat(target.getInputStream().read()).isEqualTo(1);
            client.setSoLinger(true, 0);
            client.close();
            assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(SpliceRig.next(rig.gatewayReports).end()).isEqualTo(End.LEFT_RESET);
            assertThat(SpliceRig.next(rig.agentReports).end()).isEqualTo(End.RIGHT_RESET);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"EPOLL", "NIO"})
    void turnsATargetsResetIntoTheClients(Transport transport) throws Exception {
        try (SpliceRig rig = new SpliceRig(transport, SpliceSettings.NONE); Socket client = rig.client();
                Socket target = rig.accepted()) {
            target.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            target.setSoLinger(true, 0);
            target.close();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(SpliceRig.next(rig.agentReports).end()).isEqualTo(End.LEFT_RESET);
            assertThat(SpliceRig.next(rig.gatewayReports).end()).isEqualTo(End.RIGHT_RESET);
        }
    }

    @Test
    void breaksBothSocketsWhenTheTunnelIsLost() throws Exception {
        try (SpliceRig rig = new SpliceRig(Transport.AUTO, SpliceSettings.NONE); Socket client = rig.client();
                Socket target = rig.accepted()) {
            client.getOutputStream().write(1);
            assertThat(target.getInputStream().read()).isEqualTo(1);
            rig.loseTunnel();
            assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            SpliceReport report = SpliceRig.next(rig.gatewayReports);
            assertThat(report.end()).isEqualTo(End.RIGHT_RESET);
            assertThat(report.leftBytes()).isEqualTo(1);
            assertThat(rig.gatewayReports).isEmpty();
        }
    }

    @Test
    void endsWhatIsIdle() throws Exception {
        SpliceSettings settings = new SpliceSettings(Duration.ofMillis(200), List.of());
        try (SpliceRig rig = new SpliceRig(Transport.AUTO, settings); Socket client = rig.client();
                Socket target = rig.accepted()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(List.of(SpliceRig.next(rig.gatewayReports).end(), SpliceRig.next(rig.agentReports).end()))
                    .contains(End.IDLE);
        }
    }

    @Test
    void keepsToItsRate() throws Exception {
        RateLimit limit = new RateLimit(20_000_000, Clock.system());
        try (SpliceRig rig = new SpliceRig(Transport.AUTO, new SpliceSettings(Duration.ZERO, List.of(limit)));
                Socket client = rig.client(); Socket target = rig.accepted()) {
            long start = Clock.system().nanoTime();
            writeAll(client, random(4_000_000));
            InputStream in = target.getInputStream();
            assertThat(in.readAllBytes()).hasSize(4_000_000);
            // Both splices of the rig count every byte: 8 MB, of which 2 are free.
            assertThat(Clock.system().nanoTime() - start).isGreaterThan(Duration.ofMillis(150).toNanos());
        }
    }

    @Test
    void closesForWhoeverWantsItClosed() throws Exception {
        try (SpliceRig rig = new SpliceRig(Transport.AUTO, SpliceSettings.NONE); Socket client = rig.client();
                Socket target = rig.accepted()) {
            SocketSplice splice = rig.gatewaySplices.take();
            splice.close("enough");
            splice.close("more than enough");
            assertThat(SpliceRig.next(rig.gatewayReports)).isEqualTo(new SpliceReport(End.CLOSED, 0, 0, "enough"));
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }
}
