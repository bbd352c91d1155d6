package io.penstock.itest;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Reads whatever comes, on a thread of its own. Thread-safe. */
final class ReadingClient implements AutoCloseable {
    private final Socket socket;
    private final AtomicLong bytes = new AtomicLong();

    ReadingClient(Socket socket) {
        this.socket = socket;
        new Thread(this::read, "reader").start();
    }

    private void read() {
        byte[] buffer = new byte[16_384];
        try {
            for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
                bytes.addAndGet(n);
            }
        } catch (IOException e) {
            // It was closed, or broken off, which the count tells.
        }
    }

    /** How many it has read. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It has ended.
        }
    }
}
