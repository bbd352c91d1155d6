package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.time.Clock;
import io.penstock.testing.NetworkRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
    private static final long ROWS = Long.getLong("penstock.rows", 600_000);
    /** A row of {@link Copies#numbered} has at least as many bytes. */
    private static final long ROW_BYTES = 98;
    private static final String NO_RESUMPTION = "resume = false\n";

    private final Postgres postgres = new Postgres();
    private final TunnelHomes homes = new TunnelHomes();
    private final int port = homes.listener(postgres.address());
    private final NetworkRelay relay =
            NetworkRelay.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), homes.port), Clock.system());

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
                outage();
            }
            assertThat(gateway.isAlive()).as(gateway.said()).isTrue();
            assertThat(agent.isAlive()).as(agent.said()).isTrue();
        }
    }

    private void outage() throws Exception {
        ExecutorService client = Executors.newSingleThreadExecutor();
        try (Connection connection = Postgres.through(port); Statement statement = connection.createStatement()) {
            Future<?> query = client.submit(() -> statement.execute("select pg_sleep(80)"));
            Eventually.holds("the session is there", () -> postgres.sessions() == 1);
            relay.blackhole(true);
            long begin = System.nanoTime();

            Eventually.holds("the gateway knows", () -> homes.answers().agentState().equals("OFFLINE"), homes.answers()::agentState);
            Eventually.holds("the agent knows", () -> homes.answers().tunnelState().equals("offline"), homes.answers()::tunnelState);
            long known = System.nanoTime() - begin;
            assertThatThrownBy(() -> query.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(SQLException.class);
            Eventually.holds("no socket of the agent's to the database is left", () -> postgres.sessions() == 0);
            homes.answers().awaitNoStreams();

            relay.blackhole(false);
            long end = System.nanoTime();
            homes.answers().awaitOnline();
            System.out.printf("tunnel: a silent network was known to both after %.1f s, back %.1f s after its end%n",
                    known / 1e9, (System.nanoTime() - end) / 1e9);
        } catch (SQLException e) {
            // Closing a session that is lost may say so.
        } finally {
            client.shutdownNow();
        }
        try (Connection connection = Postgres.through(port)) {
            assertThat(Postgres.number(connection, "select 1")).isEqualTo(1);
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
