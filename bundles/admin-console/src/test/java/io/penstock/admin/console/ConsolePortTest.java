package io.penstock.admin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsolePortTest {
    private final CountDownLatch opened = new CountDownLatch(1);

    private ConsolePort port(int number, boolean ours) {
        return new ConsolePort(new ConsoleAddress("127.0.0.1", number), address -> ours, opened::countDown);
    }

    private static ServerSocket taken() throws Exception {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void opensAFreePortAtOnce() {
        try (ConsolePort port = port(0, false)) {
            port.start();
            assertThat(opened.getCount()).isZero();
        }
    }

    @Test
    void waitsForATakenPortUntilItIsFree() throws Exception {
        ServerSocket other = taken();
        try (ConsolePort port = port(other.getLocalPort(), false)) {
            port.start();
            assertThat(opened.getCount()).isOne();
            other.close();
            assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void takesItsOwnServersPortForItsOwn() throws Exception {
        try (ServerSocket server = taken(); ConsolePort port = port(server.getLocalPort(), true)) {
            port.start();
            assertThat(opened.getCount()).isZero();
        }
    }

    @Test
    void opensNothingOnceClosed() throws Exception {
        try (ServerSocket other = taken()) {
            ConsolePort port = port(other.getLocalPort(), false);
            port.start();
            port.close();
            port.start();
            assertThat(opened.getCount()).isOne();
        }
    }
}
