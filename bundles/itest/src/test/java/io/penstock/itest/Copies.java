package io.penstock.itest;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** PostgreSQL's COPY as clients use it. */
final class Copies {
    private Copies() {
    }

    /** So many rows, each different, the same on every server. */
    static String numbered(long rows) {
        return "select g, md5(g::text) || md5((g + 1)::text) || md5((g + 2)::text) from generate_series(1, " + rows + ") g";
    }

    /** Writes the result of a query to a stream. */
    static void out(Connection connection, String query, OutputStream to) throws SQLException, IOException {
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT", to);
    }

    /** SHA-256 of a query's result. */
    static String checksum(Connection connection, String query) throws SQLException, IOException {
        Checksum checksum = new Checksum();
        out(connection, query, checksum);
        return checksum.value();
    }
}
