package io.penstock.tunnel.testing;

import io.penstock.core.concurrent.Workers;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;

/** A proxy that speaks HTTP CONNECT and SOCKS 5, whichever it is spoken to, and looks every name up as this machine. */
public final class TestProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final Optional<String> login;
    private final ExecutorService workers = Workers.cached("test-proxy");
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /** @param login {@code user:password}, if one is wanted */
    public TestProxy(Optional<String> login) throws IOException {
        this.login = login;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        workers.execute(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** HOST:PORT of everything it was asked for. */
    public BlockingQueue<String> asked() {
        return asked;
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

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            int first = in.read();
            if (first == 5) {
                socks(client, in);
            } else {
                http(client, in, (char) first);
            }
        } catch (IOException e) {
            // One of the two ended.
        }
    }

    private void http(Socket client, InputStream in, char first) throws IOException {
        StringBuilder head = new StringBuilder().append(first);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String[] words = head.toString().split(" ");
        OutputStream out = client.getOutputStream();
        String wanted = login.map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))).orElse("");
        if (login.isPresent() && !head.toString().contains("Basic " + wanted)) {
            out.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        asked.add(words[1]);
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        relay(client, Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1)));
    }

    private void socks(Socket client, DataInputStream in) throws IOException {
        OutputStream out = client.getOutputStream();
        in.readNBytes(in.readUnsignedByte());
        out.write(new byte[] {5, (byte) (login.isPresent() ? 2 : 0)});
        if (login.isPresent()) {
            in.readByte();
            String user = text(in);
            boolean right = login.get().equals(user + ":" + text(in));
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return;
            }
        }
        in.readNBytes(3);
        String host = in.readUnsignedByte() == 1 ? InetAddress.getByAddress(in.readNBytes(4)).getHostAddress() : text(in);
        int port = in.readUnsignedShort();
        asked.add(host + ":" + port);
        out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 1});
        relay(client, port);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private void relay(Socket client, int port) throws IOException {
        try (Socket server = new Socket("127.0.0.1", port)) {
            workers.execute(() -> {
                try {
                    server.getInputStream().transferTo(client.getOutputStream());
                    client.close();
                } catch (IOException e) {
                    // Ended.
                }
            });
            client.getInputStream().transferTo(server.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        workers.shutdownNow();
    }
}
