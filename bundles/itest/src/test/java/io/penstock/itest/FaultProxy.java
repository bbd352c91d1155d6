package io.penstock.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server on this machine, and does what bad networks do. Thread-safe. */
final class FaultProxy implements AutoCloseable {
    /** What it does to connections, those that are open included. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** What the server says does not arrive. */
        DEAF_CLIENT,
        /** Each connection ends after a random number of bytes. */
        CUT,
        /** Nothing arrives at either end, and nobody is told. */
        STALL
    }

    private static final int LONGEST_CUT = 60_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Random random;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong swallowed = new AtomicLong();
    private volatile Fault fault = Fault.NONE;
    private volatile boolean closed;

    FaultProxy(int target, Random random) throws IOException {
        this.target = target;
        this.random = random;
        new Thread(this::accept, "proxy").start();
    }

    int port() {
        return listener.getLocalPort();
    }

    void fault(Fault next) {
        fault = next;
    }

    long connections() {
        return connections.get();
    }

    /** Bytes that came in and were not passed on. */
    long swallowed() {
        return swallowed.get();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                connect(client);
            } catch (IOException e) {
                // The server is away, or this ends: the client sees its connection close.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        sockets.add(server);
        connections.incrementAndGet();
        long cutAfter;
        synchronized (random) {
            cutAfter = 1 + random.nextInt(LONGEST_CUT);
        }
        AtomicLong left = new AtomicLong(cutAfter);
        new Thread(() -> pump(client, server, left, false), "proxy-up").start();
        new Thread(() -> pump(server, client, left, true), "proxy-down").start();
    }

    private void pump(Socket from, Socket to, AtomicLong left, boolean down) {
        byte[] buffer = new byte[4096];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Fault now = fault;
                if (now == Fault.STALL || now == Fault.DEAF_CLIENT && down) {
                    swallowed.addAndGet(read);
                } else if (now == Fault.CUT && left.addAndGet(-read) < 0) {
                    out.write(buffer, 0, Math.max(0, (int) (read + left.get())));
                    return;
                } else {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // Either end has gone: so does the other.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
