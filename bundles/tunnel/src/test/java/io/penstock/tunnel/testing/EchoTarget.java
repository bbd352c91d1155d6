package io.penstock.tunnel.testing;

import io.penstock.core.concurrent.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A target that sends back what it gets, and after the end says how much it was. */
public final class EchoTarget implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService workers = Workers.cached("echo-target");
    private final Thread acceptor = Workers.thread("echo-target-port", this::accept);
    private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();

    /** Listens on 127.0.0.1. */
    public EchoTarget() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        acceptor.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                workers.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] bytes = new byte[65536];
            long total = 0;
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
                total += n;
            }
            out.write(("/" + total).getBytes(StandardCharsets.UTF_8));
            endings.add("finished");
        } catch (IOException e) {
            endings.add("broken");
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How the next of its connections ended: {@code finished} or {@code broken}. */
    public String ending() throws InterruptedException {
        return endings.poll(20, TimeUnit.SECONDS);
    }

    /** The port refuses from here on: as long as somebody is still accepting, the system would not. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
    }
}
