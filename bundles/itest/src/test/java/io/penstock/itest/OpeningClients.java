package io.penstock.itest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that open a connection to an echo, send a byte, take it back, close and open the next, some 50 a second each. A
 * connection that the system refuses because nobody listens is no open; one that was taken and not served has failed.
 * Thread-safe.
 */
final class OpeningClients implements AutoCloseable {
    /** Only a defect reaches it. */
    static final int TIMEOUT_MS = 90_000;
    private static final long PAUSE_MS = 15;

    /** How it went. */
    record Tally(long opened, long failed, long refused) {
        @Override
        public String toString() {
            return opened + " opens, " + failed + " of them failed; " + refused + " were refused while nobody listened";
        }
    }

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile String lastFailure = "";
    private volatile boolean stopped;

    OpeningClients(int port, int count) {
        this.port = port;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, "opens-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void work() {
        while (!stopped) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                echo(socket);
            } catch (ConnectException e) {
                refused.incrementAndGet();
            } catch (IOException e) {
                failed(e.toString());
            }
            pause();
        }
    }

    private void echo(Socket socket) {
        try {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(7);
            int answer = socket.getInputStream().read();
            if (answer == 7) {
                opened.incrementAndGet();
            } else {
                failed("answered " + answer);
            }
        } catch (IOException e) {
            failed(e.toString());
        }
    }

    private void failed(String why) {
        failed.incrementAndGet();
        lastFailure = why + " after " + opened.get() + " opens";
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until so many more have been served. */
    void awaitMore(long count) throws InterruptedException {
        long until = opened.get() + count;
        Eventually.holds(until + " connections are opened", () -> opened.get() >= until,
                () -> opened.get() + ", last failure: " + lastFailure);
    }

    String lastFailure() {
        return lastFailure;
    }

    /** Lets each end what it is at. */
    Tally stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return new Tally(opened.get(), failed.get(), refused.get());
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
