package io.penstock.bench.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast connections come and go: each asks the target for one byte back, then ends.
 *
 * <p>{@code Opens PORT COUNT THREADS}: prints opens a second, and microseconds from the call to the answer: median, 99th
 * percentile; then how many failed.
 */
public final class Opens {
    private static final double MICROS = 1e3;

    private final int port;
    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private Opens(int port, int count) {
        this.port = port;
        this.nanos = new long[count];
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        Opens opens = new Opens(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        Thread[] threads = new Thread[Integer.parseInt(args[2])];
        long begin = System.nanoTime();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(opens::run);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        opens.print(System.nanoTime() - begin);
    }

    private void run() {
        for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
            long begin = System.nanoTime();
            try {
                open();
            } catch (IOException e) {
                failed.incrementAndGet();
            }
            nanos[i] = System.nanoTime() - begin;
        }
    }

    private void open() throws IOException {
        try (SocketChannel channel = Ports.dial(port, Target.ECHO)) {
            Ports.write(channel, ByteBuffer.wrap(new byte[]{1}));
            Ports.fill(channel, ByteBuffer.allocate(1));
        }
    }

    private void print(long all) {
        Arrays.sort(nanos);
        int count = nanos.length;
        System.out.printf("%.0f %.0f %.0f %d%n", count * 1e9 / all, nanos[count / 2] / MICROS, nanos[count * 99 / 100] / MICROS, failed.get());
    }
}
