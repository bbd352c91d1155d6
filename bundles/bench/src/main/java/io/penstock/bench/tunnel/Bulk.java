package io.penstock.bench.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How much a tunnel carries: streams that take (or give) as much as comes, counted after a time of warming up.
 *
 * <p>{@code Bulk PORT STREAMS WARM_MS MEASURED_MS down|up}: prints Gbit/s of all, and Jain's index of fairness among
 * the streams (1 is equal), and GiB moved since the begin.
 */
public final class Bulk {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final double GIB = 1L << 30;

    private final AtomicLongArray bytes;
    private final boolean down;
    private volatile boolean over;

    private Bulk(int streams, boolean down) {
        this.bytes = new AtomicLongArray(streams);
        this.down = down;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int streams = Integer.parseInt(args[1]);
        Bulk bulk = new Bulk(streams, args[4].equals("down"));
        List<SocketChannel> channels = bulk.begin(Integer.parseInt(args[0]), streams);
        Thread.sleep(Long.parseLong(args[2]));
        long[] before = bulk.counts();
        long begin = System.nanoTime();
        Thread.sleep(Long.parseLong(args[3]));
        long[] after = bulk.counts();
        long nanos = System.nanoTime() - begin;
        bulk.over = true;
        for (SocketChannel channel : channels) {
            channel.close();
        }
        print(before, after, nanos);
    }

    private List<SocketChannel> begin(int port, int streams) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            int index = i;
            SocketChannel channel = Ports.dial(port, down ? Target.SOURCE : Target.SINK);
            channels.add(channel);
            Thread thread = new Thread(() -> move(channel, index));
            thread.setDaemon(true);
            thread.start();
        }
        return channels;
    }

    private void move(SocketChannel channel, int index) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            for (int count = 0; count >= 0; bytes.addAndGet(index, Math.max(0, count))) {
                buffer.clear();
                count = down ? channel.read(buffer) : channel.write(buffer);
            }
            throw new IOException("the stream ended");
        } catch (IOException e) {
            if (!over) {
                System.err.println("Bulk: " + e);
                System.exit(1);
            }
        }
    }

    private long[] counts() {
        long[] counts = new long[bytes.length()];
        Arrays.setAll(counts, bytes::get);
        return counts;
    }

    private static void print(long[] before, long[] after, long nanos) {
        double sum = 0;
        double squares = 0;
        double all = 0;
        for (int i = 0; i < before.length; i++) {
            double moved = after[i] - before[i];
            sum += moved;
            all += after[i];
            squares += moved * moved;
        }
        double jain = squares == 0 ? 0 : sum * sum / (before.length * squares);
        System.out.printf("%.3f %.3f %.3f%n", sum * Byte.SIZE / nanos, jain, all / GIB);
    }
}
