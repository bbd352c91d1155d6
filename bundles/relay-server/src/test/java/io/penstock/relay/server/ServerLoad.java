package io.penstock.relay.server;

import io.netty.util.internal.PlatformDependent;
import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.net.TlsClient;
import io.penstock.core.options.Options;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.testing.ForwardingFeed;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import io.penstock.testing.TestCertificate;
import io.penstock.testing.TestContext;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * Figures, not tests: {@code server [tls]} runs a server over a pipe that discards and prints its memory at each line end
 * it reads; {@code idle HOST:PORT COUNT [ca]} holds connections to it; {@code flood SECONDS} measures one client and the server in
 * one process; {@code many HOST:PORT CLIENTS RATE SECONDS} sends from many clients, each at a rate. See the bundle's README.
 */
final class ServerLoad {
    private static final int POINTS = 4000;
    private static final int BATCHES = 64;

    private ServerLoad() {
    }

    /** Runs one of them. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "server" -> server(arguments.length > 1);
            case "idle" -> idle(address(arguments[1]), Integer.parseInt(arguments[2]),
                    arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty());
            case "flood" -> flood(Integer.parseInt(arguments[1]));
            case "many" -> many(address(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static InetSocketAddress address(String text) {
        return ListenAddress.parse(text, "load.address", "\"127.0.0.1:50051\"").resolve();
    }

    private static RelayInput input(Map<String, Object> options, Path folder, LiveRelays live) {
        Map<String, Object> written = new HashMap<>(options);
        written.putIfAbsent("address", "127.0.0.1:0");
        return new RelayInput(Plugins.options(new RelayInputPlugin(), written), TestContext.of(folder, Clock.system()), live);
    }

    private static void start(RelayInput input, InputFeed feed) {
        Thread thread = new Thread(() -> {
            try {
                input.run(feed);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void server(boolean encrypted) throws Exception {
        Path folder = Files.createTempDirectory("relay-load");
        Map<String, Object> options = new HashMap<>(Map.of("limits", Map.of("connections", 2000), "heartbeat", "1h"));
        if (encrypted) {
            TestCertificate certificate = TestCertificate.in(folder);
            options.put("tls", certificate.server());
            System.out.println("ca " + certificate.certificate());
        }
        LiveRelays live = new LiveRelays();
        Discarding feed = new Discarding();
        RelayInput input = input(options, folder, live);
        start(input, feed);
        System.out.println("address 127.0.0.1:" + input.awaitAddress().getPort());
        while (System.in.read() >= 0) {
            System.gc();
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed).sum() + Math.max(0, PlatformDependent.usedDirectMemory());
            List<Long> events = live.now().get(0).relay().clients().all().stream()
                    .map(client -> client.counters().events.sum()).sorted().toList();
            System.out.printf("connections %d heap %d KiB direct %d KiB events %d least %d most %d%n",
                    live.now().get(0).relay().gate().guests(), heap >> 10, direct >> 10, feed.events.get(),
                    events.isEmpty() ? 0 : events.get(0), events.isEmpty() ? 0 : events.get(events.size() - 1));
        }
    }

    private static void idle(InetSocketAddress address, int count, Optional<Path> ca) throws Exception {
        Optional<SSLContext> security = ca.map(file -> Options.of(TlsClient.class).bind(Map.of("ca", file.toString()))
                .orThrow("tls").context());
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = security.isPresent()
                    ? security.get().getSocketFactory().createSocket(address.getAddress(), address.getPort())
                    : new Socket(address.getAddress(), address.getPort());
            Peer peer = new Peer(socket);
            peer.greet("node" + i, new UUID(ProcessHandle.current().pid(), i));
            peer.prove(Optional.empty(), new EpochRange(i, 0, 1));
            peer.welcomed();
            peers.add(peer);
        }
        System.out.println("connected " + peers.size());
        System.in.read();
    }

    private static void flood(int seconds) throws Exception {
        Discarding feed = new Discarding();
        RelayInput input = input(Map.of(), Files.createTempDirectory("relay-load"), new LiveRelays());
        start(input, feed);
        List<List<Measurement>> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(points(i));
        }
        try (Peer peer = Peer.open(input.awaitAddress(), "node", new EpochRange(1, 0, 0))) {
            AtomicLong acknowledged = new AtomicLong();
            Thread reader = new Thread(() -> read(peer, acknowledged));
            reader.setDaemon(true);
            reader.start();
            long number = 0;
            long bytes = 0;
            long begin = System.nanoTime();
            for (int second = 0; second < seconds; second++) {
                long end = begin + (second + 1) * 1_000_000_000L;
                long before = feed.events.get();
                while (System.nanoTime() < end) {
                    while (number - acknowledged.get() > 200_000) {
                        Thread.onSpinWait();
                    }
                    byte[] frames = peer.frames(1, number, batches.get((int) (number / POINTS % BATCHES)));
                    peer.write(frames);
                    number += POINTS;
                    bytes += frames.length;
                }
                System.out.printf("points/s %d, bytes a point %.1f%n", feed.events.get() - before, (double) bytes / number);
            }
        }
    }

    private static void read(Peer peer, AtomicLong acknowledged) {
        try {
            while (true) {
                acknowledged.set(peer.read(io.penstock.relay.wire.api.Message.Ack.class).next());
            }
        } catch (IOException e) {
            return;
        }
    }

    /** Of 50 series, as an agent that scrapes its host has them: counters that grow unevenly, values that wander. */
    private static List<Measurement> points(int batch) {
        Random random = new Random(batch);
        List<Measurement> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            long scrape = (long) batch * POINTS / 50 + i / 50;
            Number value = i % 2 == 0 ? Unsigned.ofBits(scrape * 5_000_000L + random.nextInt(2_000_000))
                    : (Number) (random.nextInt(10_000) / 100.0);
            points.add(new Measurement("cpu_time_" + i % 50, Instant.ofEpochSecond(1_700_000_000L + scrape * 5,
                    random.nextInt(1_000_000_000)), value, "s", Entity.LOCAL_MACHINE, new Entity("process", "" + i % 50),
                    Fields.of("state", "user")));
        }
        return points;
    }

    private static void many(InetSocketAddress address, int clients, int rate, int seconds) throws Exception {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            peers.add(Peer.open(address, "node" + i, new UUID(2, i), new EpochRange(i, 0, 0)));
        }
        List<Measurement> points = points(0).subList(0, rate);
        long begin = System.nanoTime();
        long late = 0;
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < clients; i++) {
                long due = begin + second * 1_000_000_000L + i * 1_000_000_000L / clients;
                while (System.nanoTime() < due) {
                    Thread.sleep(1);
                }
                late = Math.max(late, System.nanoTime() - due);
                peers.get(i).write(peers.get(i).frames(i, (long) second * rate, points));
            }
        }
        for (int i = 0; i < clients; i++) {
            peers.get(i).acknowledged(i, (long) seconds * rate);
        }
        System.out.printf("all acknowledged after %.2f s; latest write %.0f ms late%n", (System.nanoTime() - begin) / 1e9, late / 1e6);
    }

    /** A pipe that needs nothing. */
    private static final class Discarding extends ForwardingFeed {
        private static final CompletionStage<Fate> DONE = CompletableFuture.completedFuture(Fate.DONE);
        private final AtomicLong events = new AtomicLong();

        private Discarding() {
            super(new RecordingFeed());
        }

        @Override
        public CompletionStage<Fate> submit(List<? extends Event> batch, Position upTo) {
            return submit(batch);
        }

        @Override
        public void emit(List<? extends Event> batch, Position upTo) {
            submit(batch);
        }

        @Override
        public void emit(List<? extends Event> batch) {
            submit(batch);
        }

        @Override
        public CompletionStage<Fate> submit(List<? extends Event> batch) {
            events.addAndGet(batch.size());
            return DONE;
        }
    }
}
