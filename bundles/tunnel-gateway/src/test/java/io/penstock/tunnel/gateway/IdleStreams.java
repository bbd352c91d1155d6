package io.penstock.tunnel.gateway;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What idle streams cost: {@code main [streams]} opens them through a gateway and an agent's end, both in this process, and
 * prints the heap and direct memory per stream. The clients' sockets are in this process, too.
 */
final class IdleStreams {
    private static final int STREAMS = 10_000;
    private static final double MEBI = 1 << 20;

    private IdleStreams() {
    }

    public static void main(String[] arguments) throws Exception {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : STREAMS;
        Path folder = Files.createTempDirectory("idle-streams");
        try (RunningGateway gateway = new RunningGateway(folder).agent("a", "max-streams", 100_000)
                .listener("pg", "a", "db", "max-streams", 100_000).with("limits", java.util.Map.of("streams", 100_000)).start()) {
            gateway.dialAgent("a");
            ListenerTest.echo(gateway.client("pg"), "warm");
            double heap = heap();
            double direct = direct();
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                Socket client = gateway.client("pg");
                ListenerTest.echo(client, "x");
                open.add(client);
            }
            System.out.printf("%d idle streams: heap %.1f MiB, direct memory %.1f MiB more (both ends and clients)%n",
                    gateway.parts().passages().count(), heap() - heap, direct() - direct);
        }
    }

    private static double heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / MEBI;
    }

    private static double direct() {
        return io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() / MEBI;
    }
}
