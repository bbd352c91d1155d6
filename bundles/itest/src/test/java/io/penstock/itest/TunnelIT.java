package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

/** A gateway's local port leads to a PostgreSQL that is on the agent's side alone. */
class TunnelIT {
    /** About 60 MB of text; {@code -Dpenstock.rows=10000000} for a gigabyte. */
    private static final long ROWS = Long.getLong("penstock.rows", 600_000);
    private static final int CLIENTS = 16;
    private static final int QUERIES = 200;

    private static final StandingTunnel TUNNEL = new StandingTunnel();
    private static Postgres postgres;
    private static TunnelHomes homes;
    private static int port;

    @BeforeAll
    static void bothEndsStand() throws Exception {
        postgres = TUNNEL.with(new Postgres());
        homes = new TunnelHomes();
        port = homes.listener(postgres.address());
        homes.agentConnects(homes.port, "allow = [\"" + postgres.address() + "\"]");
        TUNNEL.start(homes);
    }

    @AfterAll
    static void ends() throws Exception {
        TUNNEL.close();
    }

    @AfterEach
    void noSessionIsLeftBehind() throws Exception {
        Eventually.holds("the database's sessions are gone", () -> postgres.sessions() == 0);
        homes.answers().awaitNoStreams();
        assertThat(TUNNEL.gateway().isAlive()).as(TUNNEL.gateway().said()).isTrue();
        assertThat(TUNNEL.agent().isAlive()).as(TUNNEL.agent().said()).isTrue();
    }

    @Test
    void transactionsAndPreparedStatementsWork() throws Exception {
        try (Connection connection = Postgres.through(port); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create temporary table t (a int, b text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
                for (int i = 0; i < 1000; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "row " + i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();

            assertThat(Postgres.number(connection, "select sum(a) from t where b like 'row %'")).isEqualTo(499_500);
        }
    }

    @Test
    void aLargeResultArrivesAsItIs() throws Exception {
        String expected;
        try (Connection direct = postgres.direct()) {
            expected = Copies.checksum(direct, Copies.numbered(ROWS));
        }

        try (Connection connection = Postgres.through(port)) {
            assertThat(Copies.checksum(connection, Copies.numbered(ROWS))).isEqualTo(expected);
        }
    }

    @Test
    void rowsAreFetchedInPortions() throws Exception {
        try (Connection connection = Postgres.through(port); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(100);
            long sum = 0;
            try (ResultSet rows = statement.executeQuery("select g from generate_series(1, 20000) g")) {
                while (rows.next()) {
                    sum += rows.getLong(1);
                }
            }

            assertThat(sum).isEqualTo(200_010_000);
        }
    }

    @Test
    void copiesInWhatItCopiedOut() throws Exception {
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        try (Connection connection = Postgres.through(port); Statement statement = connection.createStatement()) {
            Copies.out(connection, Copies.numbered(100_000), copied);
            statement.execute("create temporary table copied (g bigint, text text)");

            long rows = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN",
                    new ByteArrayInputStream(copied.toByteArray()));

            assertThat(rows).isEqualTo(100_000);
            assertThat(Copies.checksum(connection, "select * from copied order by g"))
                    .isEqualTo(Copies.checksum(connection, Copies.numbered(100_000)));
        }
    }

    @Test
    void aRunningQueryIsCancelled() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection connection = Postgres.through(port); Statement statement = connection.createStatement()) {
            Future<?> query = other.submit(() -> statement.execute("select pg_sleep(80)"));
            try (Connection direct = postgres.direct()) {
                Eventually.holds("the query runs", () -> sleeping(direct) == 1);
            }
            statement.cancel();

            assertThatThrownBy(() -> query.get(60, TimeUnit.SECONDS)).cause().isInstanceOfSatisfying(SQLException.class,
                    e -> assertThat(e.getSQLState()).isEqualTo(PSQLState.QUERY_CANCELED.getState()));
            assertThat(Postgres.number(connection, "select 1")).isEqualTo(1);
        } finally {
            other.shutdownNow();
        }
    }

    private static long sleeping(Connection direct) {
        try {
            return Postgres.number(direct, "select count(*) from pg_stat_activity where application_name = '"
                    + Postgres.TUNNELLED + "' and wait_event = 'PgSleep'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void encryptsFromEndToEndInside() throws Exception {
        try (Connection connection = postgres.encryptedThrough(port)) {
            assertThat(Postgres.number(connection, "select count(*) from pg_stat_ssl where pid = pg_backend_pid() and ssl"))
                    .isEqualTo(1);
            try (Connection direct = postgres.direct()) {
                assertThat(Copies.checksum(connection, Copies.numbered(50_000)))
                        .isEqualTo(Copies.checksum(direct, Copies.numbered(50_000)));
            }
        }
    }

    @Test
    void sixteenClientsWorkAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Long>> sums = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                sums.add(clients.submit(TunnelIT::work));
            }
            for (Future<Long> sum : sums) {
                assertThat(sum.get(5, TimeUnit.MINUTES)).isEqualTo(QUERIES * (QUERIES - 1L) / 2);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static long work() throws SQLException {
        try (Connection connection = Postgres.through(port);
                PreparedStatement statement = connection.prepareStatement("select ?::bigint, repeat('x', ?)")) {
            long sum = 0;
            for (int i = 0; i < QUERIES; i++) {
                statement.setLong(1, i);
                statement.setInt(2, 1 + i * 331);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    assertThat(rows.getString(2)).hasSize(1 + i * 331);
                    sum += rows.getLong(1);
                }
            }
            return sum;
        }
    }
}
