package io.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetworkRelayTest {
    private static final int DEADLINE_MS = 10_000;
    private static final int SILENCE_MS = 20;
    private static final byte[] WORD = "word".getBytes();

    private final ServerSocket target = listener();
    private NetworkRelay relay = NetworkRelay.to(target.getLocalSocketAddress(), Clock.system());

    @AfterEach
    void close() throws IOException {
        relay.close();
        target.close();
    }

    @Test
    void passesBytesOnBothWaysUnchanged() throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(1).nextBytes(bytes);
        try (Socket client = dial(); Socket server = accept()) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> copy(server), task -> Workers.thread("echo", task).start());
            CompletableFuture<Void> send = CompletableFuture.runAsync(() -> send(client, bytes), task -> Workers.thread("send", task).start());
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(bytes);
            echo.join();
            send.join();
        }
        assertThat(relay.received()).isEqualTo(relay.passed()).isEqualTo(2L * bytes.length);
    }

    @Test
    void letsOneWayGoOnWhenTheOtherHasEnded() throws Exception {
        try (Socket client = dial(); Socket server = accept()) {
            client.shutdownOutput();
            assertThat(server.getInputStream().read()).isEqualTo(-1);
            server.getOutputStream().write(WORD);
            assertThat(client.getInputStream().readNBytes(WORD.length)).isEqualTo(WORD);
        }
    }

    @Test
    void delaysBytesAndTheirEndByItsClock() throws Exception {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        replace(clock);
        relay.delay(Duration.ofMillis(25));
        try (Socket client = dial(); Socket server = accept()) {
            client.getOutputStream().write(WORD);
            client.shutdownOutput();
            await(() -> relay.received() == WORD.length);
            // Two rounds of its loop: it has read the end, too.
            relay.connections();
            relay.connections();
            clock.advance(Duration.ofMillis(24));
            relay.connections();
            relay.connections();
            assertThat(relay.passed()).isZero();
            clock.advance(Duration.ofMillis(1));
            assertThat(server.getInputStream().readAllBytes()).isEqualTo(WORD);
        }
    }

    @Test
    void keepsTheOrderWhenTheDelayFalls() throws Exception {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        replace(clock);
        relay.delay(Duration.ofMillis(25));
        try (Socket client = dial(); Socket server = accept()) {
            client.getOutputStream().write(1);
            await(() -> relay.received() == 1);
            relay.delay(Duration.ZERO);
            client.getOutputStream().write(2);
            await(() -> relay.received() == 2);
            clock.advance(Duration.ofMillis(25));
            assertThat(server.getInputStream().readNBytes(2)).containsExactly(1, 2);
        }
    }

    @Test
    void takesInNoMoreThanItsRateGives() throws Exception {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        replace(clock);
        relay.rate(8_000_000);
        byte[] bytes = new byte[1 << 20];
        try (Socket client = dial(); Socket server = accept()) {
            CompletableFuture<Void> send = CompletableFuture.runAsync(() -> send(client, bytes), task -> Workers.thread("send", task).start());
            await(() -> relay.received() > 0);
            relay.connections();
            relay.connections();
            assertThat(relay.received()).isLessThan(20_000);
            relay.rate(0);
            clock.advance(Duration.ofSeconds(1));
            assertThat(server.getInputStream().readAllBytes()).hasSize(bytes.length);
            send.join();
        }
    }

    @Test
    void swallowsEverythingInABlackhole() throws Exception {
        try (Socket client = dial(); Socket server = accept()) {
            relay.blackhole(true);
            client.getOutputStream().write(WORD);
            server.getOutputStream().write(WORD);
            client.shutdownOutput();
            assertSilent(server);
            assertSilent(client);
            relay.blackhole(false);
            server.getOutputStream().write(WORD);
            assertSilent(client);
        }
    }

    @Test
    void letsNewConnectionsThroughAfterABlackhole() throws Exception {
        relay.blackhole(true);
        try (Socket client = dial()) {
            client.getOutputStream().write(WORD);
            assertThat(relay.connections()).isZero();
            relay.blackhole(false);
            try (Socket server = accept()) {
                assertThat(server.getInputStream().readNBytes(WORD.length)).isEqualTo(WORD);
            }
        }
    }

    @Test
    void losesNothingInAPause() throws Exception {
        try (Socket client = dial(); Socket server = accept()) {
            relay.pause(true);
            client.getOutputStream().write(WORD);
            assertSilent(server);
            relay.pause(false);
            assertThat(server.getInputStream().readNBytes(WORD.length)).isEqualTo(WORD);
        }
    }

    @Test
    void resetsBothSidesWhenCut() throws Exception {
        try (Socket client = dial(); Socket server = accept()) {
            await(() -> relay.connections() == 1);
            relay.cut();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(relay.connections()).isZero();
        }
    }

    @Test
    void passesAResetOn() throws Exception {
        try (Socket client = dial(); Socket server = accept()) {
            client.setSoLinger(true, 0);
            client.close();
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void resetsWhatComesWhileItRefuses() throws Exception {
        relay.refuse(true);
        try (Socket client = dial()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(relay.taken()).isEqualTo(1);
    }

    @Test
    void resetsTheClientWhenNobodyIsAtTheTarget() throws Exception {
        target.close();
        try (Socket client = dial()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    private void replace(Clock clock) {
        relay.close();
        relay = NetworkRelay.to(target.getLocalSocketAddress(), clock);
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        socket.setSoTimeout(DEADLINE_MS);
        return socket;
    }

    private Socket accept() throws IOException {
        Socket socket = target.accept();
        socket.setSoTimeout(DEADLINE_MS);
        return socket;
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(DEADLINE_MS);
    }

    private static void copy(Socket socket) {
        try {
            socket.getInputStream().transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(DEADLINE_MS).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(1);
        }
    }

    private static ServerSocket listener() {
        try {
            return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
