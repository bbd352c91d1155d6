package io.penstock.itest;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An agent's home and a server's: measurements are made up in the one and stored by the other. Used by one thread. */
final class RelayHomes {
    static final int SERIES = 200;

    final Path agent = Distribution.newHome("relay-agent");
    final Path server = Distribution.newHome("relay-server");
    final int port;

    RelayHomes() throws IOException {
        port = freePort();
        Files.writeString(server.resolve("pipes/in.yaml"), """
                name: in
                input: {relay: {address: "127.0.0.1:%d", heartbeat: 300ms}}
                output: {jdbc: {}, batch: {timeout: 20ms}}
                """.formatted(port));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    StartedProcess startServer() throws IOException {
        return StartedProcess.penstock(Distribution.full().folder(), server, "server");
    }

    StartedProcess startAgent() throws IOException {
        return StartedProcess.penstock(Distribution.agent().folder(), agent, "agent");
    }

    /** Makes the agent send so many measurements, slowly; or changes that. @param pace as {@code rate: 1000/s}, or empty */
    void send(int toPort, long count, String pace) throws IOException {
        EmbeddedRuntime.replace(agent.resolve("pipes/out.yaml"), """
                name: out
                input: {generate: {series: %d, count: %d, batch-events: 500 %s}}
                output:
                  relay: {relay-server: "127.0.0.1:%d", client-name: one, buffer-timeout: 100ms,
                          retry: {initial-delay: 50ms, max-delay: 200ms, max-times: 0}}
                  batch: {timeout: 20ms}
                """.formatted(SERIES, count, pace.isEmpty() ? "" : ", " + pace, toPort));
    }

    /** Waits until the server has stored as many. */
    void awaitStored(long count) throws InterruptedException {
        Eventually.holds(count + " measurements in the database; there are " + stored(), () -> stored() >= count);
    }

    long stored() {
        return query("select count(*) from measurements_points");
    }

    /** Measurements of which there is a copy: no two of a series that were made have the same value. */
    long repeated() {
        return query("select count(*) from (select 1 from measurements_points group by series, value having count(*) > 1)");
    }

    /** Measurements stored after a later one of their series. */
    long disordered() {
        return query("select count(*) from (select value < lag(value) over (partition by series order by rowid) as late"
                + " from measurements_points) where late");
    }

    /** Measurements of which there is none although there is a later one of the series. */
    long missing() {
        return query("select sum(last / step + 1 - stored) from (select max(value) as last, count(*) as stored,"
                + " case typeof(value) when 'real' then 0.25 else 1 end as step from measurements_points group by series)");
    }

    /** Series of another client than {@code one}, or of none. */
    long strangers() {
        return query("select count(*) from measurements_series where json_extract(attributes, '$.relay_client') is not 'one'");
    }

    private long query(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + server.resolve("data/penstock.db"));
                Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }
}
