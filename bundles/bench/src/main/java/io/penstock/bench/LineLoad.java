package io.penstock.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends lines over TCP to a loopback port as fast as they are taken, and says how fast that was. Done when the receiver has
 * read everything and closed, or after it has taken the last byte where it never closes.
 *
 * <p>{@code LineLoad PORT MEBIBYTES LINE_BYTES}
 */
public final class LineLoad {
    private static final int CHUNK_LINES = 256;

    private LineLoad() {
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        long total = Long.parseLong(args[1]) << 20;
        byte[] chunk = lines(Integer.parseInt(args[2]));
        long start = System.nanoTime();
        long sent = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            for (; sent < total; sent += chunk.length) {
                out.write(chunk);
            }
            socket.shutdownOutput();
            socket.setSoTimeout(30_000);
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%.1f MiB/s %d lines %.3f s%n", sent / seconds / (1 << 20),
                sent / Integer.parseInt(args[2]), seconds);
    }

    private static byte[] lines(int lineBytes) {
        StringBuilder lines = new StringBuilder(CHUNK_LINES * lineBytes);
        for (int i = 0; i < CHUNK_LINES; i++) {
            String head = "<14>Jan  2 03:04:05 host app[" + (1000 + i) + "]: GET /api/orders/" + i + " 200 ";
            lines.append(head).append("x".repeat(lineBytes - head.length() - 1)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
