package io.penstock.bench.tunnel;

import io.penstock.core.time.Clock;
import io.penstock.testing.NetworkRelay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A link between two ports, as long, narrow and broken as told.
 *
 * <p>{@code Link PORT TARGET_PORT [ROUND_TRIP_MS [MBIT_A_SECOND]]}. Takes orders from its input, one a line: {@code blackhole on|off},
 * {@code pause on|off}, {@code refuse on|off}, {@code cut}; runs until it is killed.
 */
public final class Link {
    private static final long MEGA = 1_000_000;

    private Link() {
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        try (NetworkRelay relay = NetworkRelay.open(Integer.parseInt(args[0]), target, Clock.system())) {
            relay.delay(Duration.ofNanos(args.length > 2 ? Long.parseLong(args[2]) * MEGA / 2 : 0));
            relay.rate(args.length > 3 ? Long.parseLong(args[3]) * MEGA : 0);
            obey(relay);
            Thread.currentThread().join();
        }
    }

    private static void obey(NetworkRelay relay) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            boolean on = order.endsWith(" on");
            switch (order.split(" ")[0]) {
                case "blackhole" -> relay.blackhole(on);
                case "pause" -> relay.pause(on);
                case "refuse" -> relay.refuse(on);
                case "cut" -> relay.cut();
                default -> System.err.println("Link: no such order: " + order);
            }
        }
    }
}
