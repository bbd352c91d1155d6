package io.penstock.plugin.jdbc;

import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Measurements as points of series, so that what never changes is stored once. One connection, the output's thread.
 */
final class MeasurementTable implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final String name;
    private final boolean create;
    private final SeriesTable series;
    private PointWriter points;
    private boolean rowByRow;
    private boolean bulkIsOfNoUse;

    /** @param create whether to make the tables at the first measurement */
    MeasurementTable(Connection connection, Dialect dialect, String name, boolean create) {
        this.connection = connection;
        this.dialect = dialect;
        this.name = name;
        this.create = create;
        this.series = new SeriesTable(connection, dialect, name + "_series");
    }

    /** Before the measurements of a batch are added: the dialect's fastest way is taken. */
    void together(List<Event> events) throws SQLException {
        use(bulkIsOfNoUse);
        series.prepare(events.stream().filter(Measurement.class::isInstance).map(Measurement.class::cast).iterator());
    }

    /** Before measurements are added that are flushed one by one. */
    void oneByOne() throws SQLException {
        use(true);
    }

    /**
     * The table is one the fastest way cannot write to: it is not tried again.
     *
     * @return false when it is not used already
     */
    boolean avoidBulk() {
        boolean news = !bulkIsOfNoUse;
        bulkIsOfNoUse = true;
        return news;
    }

    private void use(boolean rows) throws SQLException {
        if (points == null) {
            prepare();
        } else if (rowByRow == rows) {
            return;
        } else {
            points.close();
        }
        rowByRow = rows;
        points = rows ? dialect.pointRows(connection, name) : dialect.points(connection, name);
    }

    /** Made only when the view is not there: making it again would wait for everyone who reads it. */
    private void prepare() throws SQLException {
        if (create && dialect.columns(connection, name).isEmpty()) {
            try (Statement ddl = connection.createStatement()) {
                for (String statement : dialect.createMeasurements(connection, name)) {
                    ddl.execute(statement);
                }
            }
        }
    }

    /** Adds a point; stored by {@link #flush}. */
    void add(Measurement event) throws SQLException {
        points.add(series.idOf(event), event.time(), event.value());
    }

    /** Stores what was added. */
    void flush() throws SQLException {
        if (points != null) {
            points.flush();
        }
    }

    /** After a rollback: what was added, made or looked up may be gone. */
    void forget() throws SQLException {
        series.forget();
        if (points != null) {
            points.close();
            points = null;
        }
    }

    @Override
    public void close() throws SQLException {
        series.close();
        if (points != null) {
            points.close();
        }
    }
}
