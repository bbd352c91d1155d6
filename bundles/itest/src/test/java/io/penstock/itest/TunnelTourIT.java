package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way people go: the commands that make keys, an agent started with its identity file, a colleague's local port. */
class TunnelTourIT {
    /** What a shell is told of a program that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;
    private static final String RUNS = "Penstock runs";

    private final Path gatewayHome = Distribution.newHome("tour-gateway");
    private final Path agentHome = Distribution.newHome("tour-agent");
    private final Path colleague = Distribution.newHome("tour-colleague");
    private final int port = RelayHomes.freePort();
    private final String address = "127.0.0.1:" + port;

    TunnelTourIT() throws Exception {
        Path settings = gatewayHome.resolve("conf/penstock.toml");
        Files.writeString(settings, "\n[tunnel-gateway]\naddress = \"" + address + "\"\n", StandardOpenOption.APPEND);
    }

    @Test
    void fromKeysToAQueryOnAColleaguesMachine() throws Exception {
        try (Postgres postgres = new Postgres();
                StartedProcess gateway = StartedProcess.penstock(Distribution.full().folder(), gatewayHome, "server")) {
            gateway.awaitSaid(RUNS);
            Path agentFile = agentHome.resolve("penstock-agent.toml");
            run("keys", "new-agent", "berlin", "--gateway", address, "--allow", postgres.address(), "--add",
                    "--file", agentFile.toString());
            Path userFile = colleague.resolve("penstock-user.toml");
            run("keys", "new-user", "ada", "--gateway", address, "--agent", "berlin", "--target", postgres.address(), "--add",
                    "--file", userFile.toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agentFile))).isEqualTo("rw-------");
            Files.writeString(agentFile, "\n[admin]\naddress = \"none\"\n", StandardOpenOption.APPEND);

            TunnelAnswers answers = new TunnelAnswers(gatewayHome, agentHome);
            try (StartedProcess agent = StartedProcess.penstock(Distribution.agent().folder(), agentHome, "agent", "-c",
                    agentFile.toString())) {
                answers.awaitOnline();
                colleagueAsks(userFile, postgres);
                Eventually.holds("the session is gone", () -> postgres.sessions() == 0);
            }
            theAuditTellsIt(answers, postgres);
        }
    }

    private void colleagueAsks(Path userFile, Postgres postgres) throws Exception {
        int local = RelayHomes.freePort();
        try (StartedProcess open = StartedProcess.penstock(Distribution.agent().folder(), colleague, "tunnel", "open", "berlin",
                postgres.address(), "--listen", "127.0.0.1:" + local, "-c", userFile.toString())) {
            open.awaitSaid("leads to");
            try (Connection connection = Postgres.through(local); Connection direct = postgres.direct()) {
                assertThat(Copies.checksum(connection, Copies.numbered(100_000)))
                        .isEqualTo(Copies.checksum(direct, Copies.numbered(100_000)));
            }
            open.terminate();
            assertThat(open.awaitExit()).as("it ended by the signal: " + open.said()).isEqualTo(TERMINATED);
        }
    }

    private static void theAuditTellsIt(TunnelAnswers answers, Postgres postgres) throws InterruptedException {
        Eventually.holds("there is a record", () -> !answers.audit().isEmpty());
        Map<?, ?> record = answers.audit().get(0);
        assertThat(record.get("user")).isEqualTo("ada");
        assertThat(record.get("agent")).isEqualTo("berlin");
        assertThat(record.get("target")).isEqualTo(postgres.address());
        assertThat(record.get("address")).isEqualTo(postgres.address());
        assertThat(((Number) record.get("toClient")).longValue()).isGreaterThan(100_000 * 98L);
    }

    private void run(String... arguments) throws Exception {
        try (StartedProcess command = StartedProcess.penstock(Distribution.full().folder(), gatewayHome, arguments)) {
            assertThat(command.awaitExit()).as(command.said()).isZero();
        }
    }
}
