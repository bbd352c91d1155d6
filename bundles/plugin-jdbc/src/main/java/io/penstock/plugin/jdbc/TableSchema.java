package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.ValueType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The columns a table has, and making those it should have. One connection, the output's thread. */
final class TableSchema {
    /** What has no column of its own goes here, as JSON. */
    static final String EXTRA = "extra";
    /** No more columns than this are made; what comes later goes to {@link #EXTRA}. */
    static final int MAX_COLUMNS = 500;
    /** Longer names are cut by PostgreSQL, and may then clash. */
    static final int MAX_NAME_BYTES = 63;

    private final Connection connection;
    private final Dialect dialect;
    private final String table;
    private final JdbcOptions options;
    private final Map<String, Column> byName = new LinkedHashMap<>();
    private List<Column> columns = List.of();

    TableSchema(Connection connection, Dialect dialect, JdbcOptions options) {
        this.connection = connection;
        this.dialect = dialect;
        this.table = options.table();
        this.options = options;
    }

    String table() {
        return table;
    }

    List<Column> columns() {
        return columns;
    }

    /** The column of exactly this name; names that differ in case only are one column to SQLite. */
    Optional<Column> find(String name) {
        return Optional.ofNullable(byName.get(lower(name))).filter(column -> column.name().equals(name))
                .filter(column -> !name.equals(EXTRA) || options.columns().containsKey(EXTRA));
    }

    /** Where the column {@link #EXTRA} is, if the table has one for JSON. */
    OptionalInt extra() {
        Column column = options.columns().containsKey(EXTRA) ? null : byName.get(EXTRA);
        return column == null ? OptionalInt.empty() : OptionalInt.of(column.index());
    }

    /**
     * Creates the table, or adds to it, if that is wanted and needed.
     *
     * @param wanted names and types of values, in order
     * @param mapped whether a user chose them
     * @return whether the columns are other ones than before
     */
    boolean prepare(Map<String, ValueType> wanted, boolean mapped) throws SQLException {
        boolean fresh = columns.isEmpty() && load();
        Map<String, ValueType> missing = missing(wanted);
        if (columns.isEmpty()) {
            create(missing);
            return load();
        }
        boolean add = mapped || options.newFields() == JdbcOptions.NewFields.ADD;
        if (missing.isEmpty() || !add || options.create() != JdbcOptions.Create.CREATE) {
            return fresh;
        }
        for (Map.Entry<String, ValueType> column : missing.entrySet()) {
            execute("ALTER TABLE " + dialect.table(table) + " ADD COLUMN " + definition(column));
        }
        return load();
    }

    private Map<String, ValueType> missing(Map<String, ValueType> wanted) {
        Map<String, ValueType> missing = new LinkedHashMap<>();
        List<String> taken = new ArrayList<>(byName.keySet());
        wanted.forEach((name, type) -> {
            boolean reserved = name.equalsIgnoreCase(EXTRA) && !options.columns().containsKey(EXTRA);
            if (fit(name) && !reserved && !taken.contains(lower(name)) && taken.size() < MAX_COLUMNS) {
                taken.add(lower(name));
                missing.put(name, type);
            }
        });
        return missing;
    }

    private static boolean fit(String name) {
        return !name.isBlank() && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
                && name.chars().noneMatch(Character::isISOControl);
    }

    private void create(Map<String, ValueType> wanted) throws SQLException {
        Map<String, ValueType> all = new LinkedHashMap<>(wanted);
        if (!options.columns().containsKey(EXTRA)) {
            all.put(EXTRA, ValueType.MAP);
        }
        String statement = "CREATE TABLE IF NOT EXISTS " + dialect.table(table) + " (" + all.entrySet().stream()
                .map(this::definition).collect(Collectors.joining(", ")) + ")";
        if (options.create() != JdbcOptions.Create.CREATE) {
            throw PenstockException.retry("jdbc.table-missing", "there is no table \"" + table
                    + "\", and it is not to be created (create: " + options.create().name().toLowerCase(Locale.ROOT)
                    + "); this would do: " + statement, null);
        }
        execute(statement);
    }

    private String definition(Map.Entry<String, ValueType> column) {
        return dialect.quote(column.getKey()) + " " + dialect.declare(column.getValue());
    }

    private void execute(String ddl) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl);
        }
    }

    private boolean load() throws SQLException {
        forget();
        List<Column> loaded = new ArrayList<>();
        for (Map.Entry<String, String> column : dialect.columns(connection, table).entrySet()) {
            Column each = new Column(column.getKey(), loaded.size(), dialect.typeOf(column.getValue()));
            loaded.add(each);
            byName.put(lower(each.name()), each);
        }
        columns = List.copyOf(loaded);
        return true;
    }

    /** The columns are looked up again. */
    void forget() {
        byName.clear();
        columns = List.of();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
