package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that do not read, or that both read and write with little room between: nobody else stands still, nothing locks.
 * Three seconds of each; {@code -Dpenstock.seconds=60} for the long run.
 */
class TunnelFlowIT {
    private static final int SECONDS = Integer.getInteger("penstock.seconds", 3);
    private static final int READERS = 50;
    private static final int ECHOES = 100;
    private static final int SMALL_BUFFER = 4096;
    private static final int TIMEOUT_MS = 120_000;
    /** Of a process while a reader stands still: far above what a stream may hold, far below what would be sent. */
    private static final long MOST_GROWTH_MIB = 300;

    private static final StandingTunnel TUNNEL = new StandingTunnel();
    private static PlainTarget source;
    private static PlainTarget echo;
    private static TunnelHomes homes;
    private static int toSource;
    private static int toEcho;

    @BeforeAll
    static void bothEndsStand() throws Exception {
        source = TUNNEL.with(new PlainTarget(TunnelFlowIT::sendForEver));
        echo = TUNNEL.with(PlainTarget.echo());
        homes = new TunnelHomes();
        toSource = homes.listener(source.address());
        toEcho = homes.listener(echo.address());
        homes.agentConnects(homes.port, "allow = [\"" + source.address() + "\", \"" + echo.address() + "\"]");
        TUNNEL.start(homes);
    }

    @AfterAll
    static void ends() throws Exception {
        TUNNEL.close();
    }

    private static void sendForEver(Socket client) throws IOException {
        byte[] block = new byte[65_536];
        for (byte number = 0; ; number++) {
            Arrays.fill(block, number);
            client.getOutputStream().write(block);
        }
    }

    @Test
    void aReaderThatStandsStillHoldsNobodyUp() throws Exception {
        List<ReadingClient> readers = new ArrayList<>();
        try (Socket still = connect(toSource)) {
            for (int i = 0; i < READERS; i++) {
                readers.add(new ReadingClient(connect(toSource)));
            }
            for (ReadingClient reader : readers) {
                Eventually.holds("every reader reads", () -> reader.bytes() > 0);
            }
            long memory = memoryMib();
            List<Long> before = readers.stream().map(ReadingClient::bytes).toList();
            TimeUnit.SECONDS.sleep(SECONDS);

            assertThat(memoryMib() - memory).as("growth in MiB").isLessThan(MOST_GROWTH_MIB);
            for (int i = 0; i < READERS; i++) {
                ReadingClient reader = readers.get(i);
                long then = before.get(i);
                Eventually.holds("reader " + i + " reads on", () -> reader.bytes() > then);
            }
            readsInOrder(still, 100);
        } finally {
            readers.forEach(ReadingClient::close);
        }
        homes.answers().awaitNoStreams();
    }

    private static void readsInOrder(Socket still, int blocks) throws IOException {
        byte[] block = new byte[65_536];
        for (int i = 0; i < blocks; i++) {
            assertThat(still.getInputStream().readNBytes(block, 0, block.length)).isEqualTo(block.length);
            assertThat(block[0]).isEqualTo((byte) i);
            assertThat(block[block.length - 1]).isEqualTo((byte) i);
        }
    }

    @Test
    void echoesWithLittleRoomBothWaysDoNotLock() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * ECHOES);
        List<Socket> sockets = new ArrayList<>();
        try {
            List<Future<String>> sent = new ArrayList<>();
            List<Future<String>> received = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            for (int i = 0; i < ECHOES; i++) {
                Socket socket = connect(toEcho);
                sockets.add(socket);
                sent.add(threads.submit(() -> send(socket, end)));
                received.add(threads.submit(() -> receive(socket)));
            }
            for (int i = 0; i < ECHOES; i++) {
                assertThat(received.get(i).get(SECONDS + 300L, TimeUnit.SECONDS)).isEqualTo(sent.get(i).get());
            }
        } finally {
            threads.shutdownNow();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        homes.answers().awaitNoStreams();
    }

    private static String send(Socket socket, long end) throws IOException {
        Checksum checksum = new Checksum();
        OutputStream out = socket.getOutputStream();
        byte[] block = new byte[10_007];
        for (int number = 0; number == 0 || System.nanoTime() < end; number++) {
            Arrays.fill(block, (byte) number);
            checksum.write(block, 0, block.length);
            out.write(block);
        }
        socket.shutdownOutput();
        return checksum.bytes() + " " + checksum.value();
    }

    private static String receive(Socket socket) throws IOException {
        Checksum checksum = new Checksum();
        InputStream in = socket.getInputStream();
        in.transferTo(checksum);
        return checksum.bytes() + " " + checksum.value();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSendBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    private static long memoryMib() throws IOException {
        return memoryMib(TUNNEL.gateway()) + memoryMib(TUNNEL.agent());
    }

    private static long memoryMib(StartedProcess process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElseThrow();
    }
}
