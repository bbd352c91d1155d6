package io.penstock.itest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the agent's side that does one thing with each of its clients, on a thread of its own. Thread-safe. */
final class PlainTarget implements AutoCloseable {
    /** What it does with a client; the socket is closed afterwards. */
    @FunctionalInterface
    interface Service {
        void serve(Socket client) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final Service service;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger served = new AtomicInteger();

    PlainTarget(Service service) throws IOException {
        this.service = service;
        new Thread(this::accept, "target").start();
    }

    /** Sends back what comes, half-closes when the client has. */
    static PlainTarget echo() throws IOException {
        return new PlainTarget(client -> {
            client.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        });
    }

    /** Where it is, for an agent. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Connections it has now. */
    int open() {
        return clients.size();
    }

    /** Connections it has had. */
    int served() {
        return served.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                served.incrementAndGet();
                new Thread(() -> serve(client), "target-client").start();
            } catch (IOException e) {
                // This ends, or the client has left already.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            service.serve(client);
        } catch (IOException e) {
            // The client has gone, which is what tests of that look at.
        } finally {
            clients.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
