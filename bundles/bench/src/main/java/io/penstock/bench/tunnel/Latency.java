package io.penstock.bench.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * How long a question of 100 bytes waits for its answer of as many, one at a time, beside streams that take as much as comes.
 *
 * <p>{@code Latency PORT WARM_ROUNDS ROUNDS STREAMS}: prints microseconds: median, 99th percentile, most.
 */
public final class Latency {
    private static final int QUESTION_BYTES = 100;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final double MICROS = 1e3;
    private static final long SATURATION_MS = 1000;

    private Latency() {
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int streams = Integer.parseInt(args[3]);
        for (int i = 0; i < streams; i++) {
            SocketChannel channel = Ports.dial(port, Target.SOURCE);
            Thread thread = new Thread(() -> drain(channel));
            thread.setDaemon(true);
            thread.start();
        }
        Thread.sleep(streams == 0 ? 0 : SATURATION_MS);
        try (SocketChannel channel = Ports.dial(port, Target.ECHO)) {
            ask(channel, Integer.parseInt(args[1]));
            long[] nanos = ask(channel, Integer.parseInt(args[2]));
            Arrays.sort(nanos);
            int count = nanos.length;
            System.out.printf("%.1f %.1f %.1f%n", nanos[count / 2] / MICROS, nanos[count * 99 / 100] / MICROS, nanos[count - 1] / MICROS);
        }
        System.exit(0);
    }

    private static long[] ask(SocketChannel channel, int rounds) throws IOException {
        long[] nanos = new long[rounds];
        ByteBuffer buffer = ByteBuffer.allocateDirect(QUESTION_BYTES);
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            Ports.write(channel, buffer.clear());
            Ports.fill(channel, buffer.clear());
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    private static void drain(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.err.println("Latency: " + e);
        }
        System.exit(1);
    }
}
