package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same for a MariaDB: its clients wait for the server to speak first. */
class TunnelMariaDbIT {
    private static final int ROWS = 100_000;

    private static final StandingTunnel TUNNEL = new StandingTunnel();
    private static MariaDb database;
    private static TunnelHomes homes;
    private static int port;

    @BeforeAll
    static void bothEndsStand() throws Exception {
        database = TUNNEL.with(new MariaDb());
        homes = new TunnelHomes();
        port = homes.listener("warehouse");
        homes.agentConnects(homes.port, "allow = [\"" + database.address() + "\"]\n\n[tunnel.targets.warehouse]\naddress = \""
                + database.address() + "\"\n");
        TUNNEL.start(homes);
    }

    @AfterAll
    static void ends() throws Exception {
        TUNNEL.close();
    }

    @Test
    void aLargeResultArrivesAsItIs() throws Exception {
        String sql = "select seq, sha2(seq, 512) from seq_1_to_" + ROWS;
        try (Connection direct = database.direct(); Connection connection = database.through(port)) {
            assertThat(checksum(connection, sql)).isEqualTo(checksum(direct, sql));
        }
        homes.answers().awaitNoStreams();
    }

    @Test
    void loadsAFileOfTheClient() throws Exception {
        try (Connection connection = database.through(port); Statement statement = connection.createStatement()) {
            statement.execute("create temporary table loaded (a int, b text)");
            statement.execute("load data local infile '" + file() + "' into table loaded");

            assertThat(Postgres.number(connection, "select sum(a) from loaded where b = concat('row ', a)"))
                    .isEqualTo((ROWS - 1L) * ROWS / 2);
        }
    }

    private static Path file() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            lines.append(i).append("\trow ").append(i).append('\n');
        }
        return Files.writeString(homes.agent.resolve("rows.txt"), lines, StandardCharsets.US_ASCII);
    }

    @Test
    void encryptsFromEndToEndInside() throws Exception {
        try (Connection connection = database.encryptedThrough(port); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show session status like 'Ssl_version'")) {
            rows.next();
            assertThat(rows.getString(2)).startsWith("TLS");
        }
    }

    @Test
    void aRunningQueryIsCancelled() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection connection = database.through(port); Statement statement = connection.createStatement();
                Connection direct = database.direct()) {
            Future<?> query = other.submit(() -> statement.execute("select * from seq_1_to_1000000000 where sleep(80)"));
            Eventually.holds("the query runs", () -> sleeping(direct) == 1);

            statement.cancel();

            assertThatThrownBy(() -> query.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(SQLException.class);
            assertThat(Postgres.number(connection, "select 1")).isEqualTo(1);
        } finally {
            other.shutdownNow();
        }
    }

    private static long sleeping(Connection direct) {
        try {
            return Postgres.number(direct, "select count(*) from information_schema.processlist where state = 'User sleep'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String checksum(Connection connection, String sql) throws SQLException {
        Checksum checksum = new Checksum();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1000);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    byte[] row = (rows.getLong(1) + rows.getString(2)).getBytes(StandardCharsets.US_ASCII);
                    checksum.write(row, 0, row.length);
                }
            }
        }
        return checksum.value();
    }
}
