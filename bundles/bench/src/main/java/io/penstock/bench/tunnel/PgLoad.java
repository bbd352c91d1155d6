package io.penstock.bench.tunnel;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tables and transactions of pgbench over JDBC, for where pgbench is not.
 *
 * <p>{@code PgLoad init PORT SCALE}; {@code PgLoad tpcb|select PORT SCALE CLIENTS SECONDS}: prints transactions a second and
 * milliseconds a transaction.
 */
public final class PgLoad {
    private static final int ACCOUNTS = 100_000;
    private static final int TELLERS = 10;
    private static final int MAX_DELTA = 5000;
    private static final String[] TABLES = {
        "DROP TABLE IF EXISTS pgbench_accounts, pgbench_branches, pgbench_tellers, pgbench_history",
        "CREATE TABLE pgbench_branches(bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100)",
        "CREATE TABLE pgbench_tellers(tid int PRIMARY KEY, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100)",
        "CREATE TABLE pgbench_accounts(aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100)",
        "CREATE TABLE pgbench_history(tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))",
        "INSERT INTO pgbench_branches SELECT i, 0, '' FROM generate_series(1, %1$d) i",
        "INSERT INTO pgbench_tellers SELECT i, (i - 1) / 10 + 1, 0, '' FROM generate_series(1, %1$d * 10) i",
        "INSERT INTO pgbench_accounts SELECT i, (i - 1) / 100000 + 1, 0, '' FROM generate_series(1, %1$d * 100000) i",
        "ANALYZE",
    };

    private final int scale;
    private final boolean select;
    private final AtomicLong done = new AtomicLong();
    private volatile boolean over;

    private PgLoad(int scale, boolean select) {
        this.scale = scale;
        this.select = select;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        PgLoad load = new PgLoad(Integer.parseInt(args[2]), args[0].equals("select"));
        if (args[0].equals("init")) {
            load.init(port);
        } else {
            load.run(port, Integer.parseInt(args[3]), Long.parseLong(args[4]));
        }
    }

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    }

    private void init(int port) throws SQLException {
        try (Connection connection = connect(port); Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(String.format(table, scale));
            }
        }
    }

    private void run(int port, int clients, long seconds) throws Exception {
        Thread[] threads = new Thread[clients];
        Connection[] connections = new Connection[clients];
        for (int i = 0; i < clients; i++) {
            Connection connection = connect(port);
            connections[i] = connection;
            long seed = i;
            threads[i] = new Thread(() -> work(connection, new SplittableRandom(seed)));
        }
        long begin = System.nanoTime();
        for (Thread thread : threads) {
            thread.start();
        }
        Thread.sleep(seconds * 1000);
        over = true;
        for (int i = 0; i < clients; i++) {
            threads[i].join();
            connections[i].close();
        }
        double rate = done.get() * 1e9 / (System.nanoTime() - begin);
        System.out.printf("%.0f %.3f%n", rate, clients * 1e3 / rate);
    }

    private void work(Connection connection, SplittableRandom random) {
        try {
            while (!over) {
                transact(connection, random);
                done.incrementAndGet();
            }
        } catch (SQLException e) {
            System.err.println("PgLoad: " + e);
            System.exit(1);
        }
    }

    private void transact(Connection connection, SplittableRandom random) throws SQLException {
        int account = 1 + random.nextInt(scale * ACCOUNTS);
        if (select) {
            read(connection, account);
            return;
        }
        int branch = 1 + random.nextInt(scale);
        int teller = 1 + random.nextInt(scale * TELLERS);
        int delta = random.nextInt(2 * MAX_DELTA + 1) - MAX_DELTA;
        connection.setAutoCommit(false);
        write(connection, "UPDATE pgbench_accounts SET abalance = abalance + ? WHERE aid = ?", delta, account);
        read(connection, account);
        write(connection, "UPDATE pgbench_tellers SET tbalance = tbalance + ? WHERE tid = ?", delta, teller);
        write(connection, "UPDATE pgbench_branches SET bbalance = bbalance + ? WHERE bid = ?", delta, branch);
        write(connection, "INSERT INTO pgbench_history(tid, bid, aid, delta, mtime) VALUES(?, ?, ?, ?, CURRENT_TIMESTAMP)",
                teller, branch, account, delta);
        connection.commit();
    }

    private static void read(Connection connection, int account) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT abalance FROM pgbench_accounts WHERE aid = ?")) {
            statement.setInt(1, account);
            statement.executeQuery().next();
        }
    }

    private static void write(Connection connection, String sql, int... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setInt(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
