package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.Clock;
import io.penstock.testing.NetworkRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The network between agent and gateway misbehaves. {@code -Dpenstock.outages=20} and {@code -Dpenstock.rows=10000000} (a
 * gigabyte) for the long runs.
 */
class TunnelNetworkIT {
    private static final int OUTAGES = Integer.getInteger("penstock.outages", 1);
    private static final int CUTS = 10;
    private static final int LONGEST_DARKNESS_MS = 20_000;
    private static final long ROWS = Long.getLong("penstock.rows", 600_000);
    /** A row of {@link Copies#numbered} has at least as many bytes. */
    private static final long ROW_BYTES = 98;
    private static final String NO_RESUMPTION = "resume = false\n";

    private final Postgres postgres = new Postgres();
    private final TunnelHomes homes = new TunnelHomes();
    private final int port = homes.listener(postgres.address());
    private final NetworkRelay relay =
            NetworkRelay.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), homes.port), Clock.system());

    private final Random random = KillLoop.random();

    TunnelNetworkIT() throws Exception {
    }

    @AfterEach
    void ends() throws Exception {
        relay.close();
        postgres.close();
    }

    private void agentConnects(String more) throws Exception {
        homes.agentConnects(relay.port(), more + "allow = [\"" + postgres.address() + "\"]");
    }

    @Test
    void aSilentNetworkIsNoticedByBothEndsAndLeavesNothingBehind() throws Exception {
        agentConnects(NO_RESUMPTION);
        try (StartedProcess gateway = homes.startGateway(); StartedProcess agent = homes.startAgent()) {
            homes.answers().awaitOnline();
            for (int i = 0; i < OUTAGES; i++) {
                try (SleepingClient client = new SleepingClient(port)) {
                    outage(client);
                }
            }
            assertThat(gateway.isAlive()).as(gateway.said()).isTrue();
            assertThat(agent.isAlive()).as(agent.said()).isTrue();
        }
    }

    private void outage(SleepingClient client) throws Exception {
        Eventually.holds("the session is there", () -> postgres.sessions() == 1);
        relay.blackhole(true);
        long begin = System.nanoTime();

        bothAre("OFFLINE", "offline");
        System.out.printf("tunnel: a silent network was known to both after %.1f s%n", (System.nanoTime() - begin) / 1e9);
        client.awaitFailure();
        Eventually.holds("no socket of the agent's to the database is left", () -> postgres.sessions() == 0);
        homes.answers().awaitNoStreams();
        // So that attempts pile up in the dark.
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_DARKNESS_MS));

        relay.blackhole(false);
        backAgain(System.nanoTime());
    }

    private void backAgain(long end) throws Exception {
        homes.answers().awaitOnline();
        System.out.printf("tunnel: back %.1f s after the network was%n", (System.nanoTime() - end) / 1e9);
        try (Connection connection = Postgres.through(port)) {
            assertThat(Postgres.number(connection, "select 1")).isEqualTo(1);
        }
        Eventually.holds("the database's sessions are gone", () -> postgres.sessions() == 0);
    }

    private void bothAre(String gatewaySays, String agentSays) throws InterruptedException {
        Eventually.holds("both know", () -> homes.answers().agentState().equals(gatewaySays)
                && homes.answers().tunnelState().equals(agentSays), () -> homes.answers().agentState() + " and "
                + homes.answers().tunnelState());
    }

    @Test
    void aSessionOutlivesASilentNetwork() throws Exception {
        agentConnects("");
        try (StartedProcess gateway = homes.startGateway(); StartedProcess agent = homes.startAgent()) {
            homes.answers().awaitOnline();
            try (Connection connection = Postgres.through(port)) {
                long backend = Postgres.number(connection, "select pg_backend_pid()");
                relay.blackhole(true);
                bothAre("DEGRADED", "degraded");

                relay.blackhole(false);

                assertThat(Postgres.number(connection, "select pg_backend_pid()")).isEqualTo(backend);
                homes.answers().awaitOnline();
            }
        }
    }

    @Test
    void anOutageThatLastsTooLongEndsWhatWasOpen() throws Exception {
        agentConnects("");
        try (StartedProcess gateway = homes.startGateway(); StartedProcess agent = homes.startAgent();
                SleepingClient client = new SleepingClient(port)) {
            Eventually.holds("the session is there", () -> postgres.sessions() == 1);
            relay.refuse(true);
            relay.cut();
            bothAre("DEGRADED", "degraded");

            client.awaitFailure();
            bothAre("OFFLINE", "offline");
            Eventually.holds("no socket of the agent's to the database is left", () -> postgres.sessions() == 0);
            homes.answers().awaitNoStreams();

            relay.refuse(false);
            backAgain(System.nanoTime());
        }
    }

    @Test
    void aResultSurvivesTenCutsOfTheConnection() throws Exception {
        agentConnects("");
        String expected;
        try (Connection direct = postgres.direct()) {
            expected = Copies.checksum(direct, Copies.numbered(ROWS));
        }
        try (StartedProcess gateway = homes.startGateway(); StartedProcess agent = homes.startAgent()) {
            homes.answers().awaitOnline();
            try (Connection connection = Postgres.through(port)) {
                long backend = Postgres.number(connection, "select pg_backend_pid()");
                long before = relay.taken();

                assertThat(copiedWhileCut(connection)).isEqualTo(expected);

                assertThat(Postgres.number(connection, "select pg_backend_pid()")).isEqualTo(backend);
                assertThat(relay.taken() - before).as("connections made anew").isGreaterThanOrEqualTo(CUTS);
            }
            Eventually.holds("the database's session is gone", () -> postgres.sessions() == 0);
        }
    }

    /** Cuts at every eleventh of what is to come. */
    private String copiedWhileCut(Connection connection) throws Exception {
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Checksum checksum = new Checksum();
            // So that there is something under way whenever it is cut.
            relay.delay(Duration.ofMillis(2));
            Future<?> copy = client.submit(() -> {
                Copies.out(connection, Copies.numbered(ROWS), checksum);
                return null;
            });
            for (int i = 1; i <= CUTS; i++) {
                long until = ROWS * ROW_BYTES * i / (CUTS + 1);
                Eventually.holds("the result reaches " + until + " bytes", () -> checksum.bytes() >= until || copy.isDone(),
                        checksum::bytes);
                relay.cut();
            }
            copy.get(10, TimeUnit.MINUTES);
            return checksum.value();
        } finally {
            client.shutdownNow();
        }
    }
}
