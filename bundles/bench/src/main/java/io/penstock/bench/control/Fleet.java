package io.penstock.bench.control;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Thousands of agents in one process, over real TLS. Tells every five seconds what they have seen, and at the end what they
 * have seen since all were enrolled.
 *
 * <pre>Fleet KEY-FILE server=127.0.0.1:9443 agents=1000 [seconds=60] [interval=15] [ramp=200] [wait=0] [loss=0] [bad=0]</pre>
 */
public final class Fleet {
    private static final int LOOPS = 2;
    private static final int TELL_MS = 5000;

    private Fleet() {
    }

    public static void main(String... args) throws Exception {
        String[] words = java.util.Arrays.copyOfRange(args, 1, args.length);
        FleetPlan plan = FleetPlan.of(Files.readString(Path.of(args[0])).strip(), words);
        Tally tally = new Tally();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(LOOPS, EpollIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap().channel(EpollSocketChannel.class).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 20_000)
                .option(ChannelOption.TCP_NODELAY, true);
        long began = System.nanoTime();
        for (int i = 0; i < plan.agents(); i++) {
            SimulatedAgent agent = new SimulatedAgent(i, plan, tally, bootstrap, loops.next());
            agent.connect();
            if (i % plan.ramp() == plan.ramp() - 1) {
                Thread.sleep(1000);
            }
        }
        boolean measuring = false;
        long end = Long.MAX_VALUE;
        // Bounded: who has not come by then does not come.
        long late = System.nanoTime() + 300_000_000_000L;
        while (System.nanoTime() < end) {
            Thread.sleep(measuring ? TELL_MS : 200);
            boolean all = tally.enrolled.get() >= plan.agents();
            if (!measuring && (all || System.nanoTime() > late)) {
                System.out.printf("%s %.1f s after the first: %s%n", all ? "all enrolled" : "NOT all enrolled", (System.nanoTime() - began) / 1e9, tally.line());
                tally.forget();
                measuring = true;
                end = System.nanoTime() + plan.seconds() * 1_000_000_000L;
            }
            if (measuring) {
                System.out.printf("%d %s%n", System.currentTimeMillis() / 1000, tally.line());
            }
        }
        System.out.println("in all: " + tally.line());
        System.exit(0);
    }
}
