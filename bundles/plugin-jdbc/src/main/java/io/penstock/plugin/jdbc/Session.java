package io.penstock.plugin.jdbc;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One connection and what is prepared on it. The output's thread, but {@link #interrupt}. */
final class Session {
    private final Connection connection;
    private final Dialect dialect;
    private final JdbcOptions options;
    private final Transaction transaction;
    private final BatchLedger ledger;
    private final MeasurementTable measurements;
    private final RecordTable records;
    private final RefusedTable refused;
    private final Retention retention;
    private volatile boolean storing;
    private boolean tidied;

    Session(Connection connection, Dialect dialect, JdbcOptions options, Clock clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.options = options;
        this.transaction = new Transaction(connection, dialect);
        this.ledger = new BatchLedger(connection, dialect, clock);
        boolean create = options.create() == JdbcOptions.Create.CREATE;
        this.measurements = new MeasurementTable(connection, dialect, options.measurements(), create);
        this.refused = new RefusedTable(connection, dialect, create);
        this.records = new RecordTable(connection, dialect, options);
        this.retention = new Retention(connection, dialect, options, clock);
    }

    /** Makes or looks for what every batch needs. */
    void prepare() throws SQLException {
        if (options.create() == JdbcOptions.Create.NONE || !dialect.columns(connection, BatchLedger.TABLE).isEmpty()) {
            return;
        }
        if (options.create() == JdbcOptions.Create.CHECK) {
            throw PenstockException.retry("jdbc.table-missing", "there is no table \"" + BatchLedger.TABLE
                    + "\", and it is not to be created (create: check); this would do: " + dialect.createBatches(), null);
        }
        try (Statement ddl = connection.createStatement()) {
            ddl.execute(dialect.createBatches());
        }
    }

    OptionalLong committed(String stream) throws SQLException {
        return ledger.committed(stream);
    }

    /**
     * Stores a batch the database does not have yet.
     *
     * @param setAside the batch before, if events of it were refused: its sender has put them aside, since it goes on
     * @return why events were refused, by their index; all others are stored
     */
    Map<Integer, String> store(Batch batch, Optional<BatchId> setAside) throws SQLException {
        storing = true;
        try {
            return storeOnce(batch, setAside);
        } finally {
            storing = false;
        }
    }

    private Map<Integer, String> storeOnce(Batch batch, Optional<BatchId> setAside) throws SQLException {
        try {
            return inTransaction(batch, setAside, this::together);
        } catch (SQLException e) {
            blame(e);
            transaction.rollback();
            measurements.forget();
            records.forget();
            return inTransaction(batch, setAside, this::inParts);
        }
    }

    /** What is neither a row's fault nor the fast way's is thrown. */
    private void blame(SQLException failure) throws SQLException {
        if (dialect.blamesTheWay(failure) && measurements.avoidBulk()) {
            return;
        }
        if (!dialect.blamesTheRow(failure)) {
            throw failure;
        }
    }

    private interface Way {
        Map<Integer, String> store(List<Event> events) throws SQLException;
    }

    private Map<Integer, String> inTransaction(Batch batch, Optional<BatchId> setAside, Way way)
            throws SQLException {
        transaction.begin();
        if (!ledger.claim(batch.id())) {
            transaction.rollback();
            return Map.of();
        }
        if (setAside.isPresent()) {
            refused.forget(setAside.get());
        }
        Map<Integer, String> rejected = way.store(batch.events());
        if (!rejected.isEmpty()) {
            refused.keep(batch, rejected);
        }
        retention.apply();
        transaction.commit();
        tidy();
        return rejected;
    }

    /** Once a connection, after its own stream is sure to be a fresh one. */
    private void tidy() {
        if (tidied || options.create() != JdbcOptions.Create.CREATE) {
            return;
        }
        tidied = true;
        try {
            ledger.forgetOld();
        } catch (SQLException e) {
            // Busy, or not allowed: nothing depends on it, and the next connection tries again.
        }
    }

    /** The fast way: everything in one go. */
    private Map<Integer, String> together(List<Event> events) throws SQLException {
        Map<Integer, String> rejected = new TreeMap<>();
        prepareRecords(events);
        if (events.stream().anyMatch(this::isPoint)) {
            measurements.together(events);
        }
        for (int i = 0; i < events.size(); i++) {
            try {
                add(events.get(i));
            } catch (PenstockException e) {
                refuse(rejected, i, e);
            }
        }
        measurements.flush();
        records.flush();
        return rejected;
    }

    /** When the database refused a row: halves, and halves of those that hold one, to find out which. */
    private Map<Integer, String> inParts(List<Event> events) throws SQLException {
        Map<Integer, String> rejected = new TreeMap<>();
        search(events, 0, events.size(), rejected);
        return rejected;
    }

    private void search(List<Event> events, int from, int to, Map<Integer, String> rejected) throws SQLException {
        List<Event> part = events.subList(from, to);
        transaction.savepoint();
        try {
            Map<Integer, String> found = part.size() == 1 ? alone(part) : together(part);
            transaction.release();
            found.forEach((index, reason) -> rejected.put(from + index, reason));
        } catch (SQLException e) {
            blame(e);
            transaction.rollbackToSavepoint();
            measurements.forget();
            records.forget();
            if (part.size() == 1) {
                rejected.put(from, RefusedTable.oneLine(reason(e)));
            } else {
                int middle = from + part.size() / 2;
                search(events, from, middle, rejected);
                search(events, middle, to, rejected);
            }
        }
    }

    /** By a statement of its own, which says best what is wrong, and may pass where the fast way does not. */
    private Map<Integer, String> alone(List<Event> one) throws SQLException {
        Map<Integer, String> rejected = new TreeMap<>();
        prepareRecords(one);
        if (isPoint(one.get(0))) {
            measurements.oneByOne();
        }
        try {
            add(one.get(0));
            measurements.flush();
            records.flush();
        } catch (PenstockException e) {
            refuse(rejected, 0, e);
        }
        return rejected;
    }

    private void prepareRecords(List<Event> events) throws SQLException {
        List<Event> rows = events.stream().filter(event -> !isPoint(event)).toList();
        if (!rows.isEmpty()) {
            records.prepare(rows);
        }
    }

    private boolean isPoint(Event event) {
        return event instanceof Measurement && options.columns().isEmpty();
    }

    private void add(Event event) throws SQLException {
        if (isPoint(event)) {
            measurements.add((Measurement) event);
        } else {
            records.add(event);
        }
    }

    /** A batch's own error only says that there is another one. */
    private static String reason(SQLException failure) {
        SQLException first = failure.getNextException();
        return first == null ? failure.getMessage() : first.getMessage();
    }

    private static void refuse(Map<Integer, String> rejected, int index, PenstockException failure) {
        if (failure.kind() != ErrorKind.INVALID) {
            throw failure;
        }
        rejected.put(index, RefusedTable.oneLine(failure.getMessage()));
    }

    /** Ends what {@link #store} is doing on another thread, if it is. */
    void interrupt() {
        transaction.giveUp();
        try {
            if (storing) {
                dialect.interrupt(connection);
            }
        } catch (SQLException e) {
            // The connection is closed right after this, which is all that is left to do.
        }
    }

    void close() {
        try {
            measurements.close();
            records.close();
            transaction.rollback();
        } catch (SQLException e) {
            // A connection that broke cannot be rolled back by us; the database does it.
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone either way.
        }
    }
}
