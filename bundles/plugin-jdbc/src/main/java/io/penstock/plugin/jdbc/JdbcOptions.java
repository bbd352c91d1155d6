package io.penstock.plugin.jdbc;

import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The options of the output {@code jdbc}. */
public record JdbcOptions(
        @Option(doc = "The database: jdbc:sqlite:<file> (a relative file lies in the data folder) or"
                + " jdbc:postgresql://<host>[:<port>]/<database>. PostgreSQL beyond loopback is spoken to over verified"
                + " TLS unless the URL sets sslmode.",
                value = JdbcOptions.EMBEDDED, example = "jdbc:postgresql://db.example.org/metrics")
        String url,
        @Option(doc = "Who to log in as; PostgreSQL only.")
        Optional<String> user,
        @Option(doc = "The password; PostgreSQL only.", example = "${secret:file/db#password}")
        Optional<Secret> password,
        @Option(doc = "The table for records (and for measurements, when columns are given).", value = "records",
                shorthand = true)
        String table,
        @Option(doc = "The view through which measurements are read; they are kept in <name>_series and"
                + " <name>_points.", value = "measurements")
        String measurements,
        @Option(doc = "How a points table that is made keeps time, PostgreSQL only: as nanoseconds since 1970 (bigint), or as"
                + " timestamp with time zone and the nanoseconds beyond its microseconds, as partitions and TimescaleDB's"
                + " hypertables want it. A table that is there is written as it is.", value = "nanoseconds")
        PointTime pointTime,
        @Option(doc = "What to do about tables and columns that are missing: create makes them, check says what is"
                + " missing, none leaves it to the statements to fail.", value = "create")
        Create create,
        @Option(doc = "The table's columns, each with the field its values come from (dots lead into nested fields;"
                + " \"time\" is the event's time). Other fields are not stored, and measurements go to the table as"
                + " well.", example = "{id: user.id, amount: total, at: time}")
        Map<String, String> columns,
        @Option(doc = "Where a record's field goes that the table has no column for: into the column extra as JSON, into"
                + " a column added for it, nowhere (ignore), or the event to the dead letters (reject).", value = "extra")
        NewFields newFields,
        @Option(doc = "Measurements older than this are deleted, a part with each batch; by default everything is"
                + " kept. Records are never deleted.", example = "30d", min = 1_000_000_000L)
        Optional<Duration> keep,
        @Option(doc = "How long to wait for a connection, or for another writer to finish.", value = "10s",
                min = 1_000_000_000L, max = 600_000_000_000L)
        Duration timeout) {
    /** Stands for the database file in the product's data folder. */
    static final String EMBEDDED = "jdbc:sqlite:penstock.db";
    static final String SQLITE = "jdbc:sqlite:";
    static final String POSTGRESQL = "jdbc:postgresql:";

    /** How a points table keeps time. */
    public enum PointTime {
        /** A whole number. */
        NANOSECONDS,
        /** A timestamp, and what is below its precision. */
        TIMESTAMP
    }

    /** What to do about tables and columns that are missing. */
    public enum Create {
        /** Make them. */
        CREATE,
        /** Say what is missing, and try again. */
        CHECK,
        /** Nothing. */
        NONE
    }

    /** Where a field goes that has no column. */
    public enum NewFields {
        /** Into the JSON of the column {@code extra}. */
        EXTRA,
        /** Into a column of its own, added to the table. */
        ADD,
        /** It is not stored. */
        IGNORE,
        /** Its event is refused. */
        REJECT
    }
}
