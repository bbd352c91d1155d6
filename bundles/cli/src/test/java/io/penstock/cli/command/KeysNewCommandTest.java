package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.admin.socket.CommandTable;
import io.penstock.admin.socket.SocketListener;
import io.penstock.cli.Captured;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeysNewCommandTest {
    private static final String IDENTITY = "[tunnel]\nprivate-key = \"c2VjcmV0\"\n";
    private static final String TABLE = "[tunnel-gateway.agents.berlin]\nid = \"1\"\n";

    private final List<Map<String, Object>> asked = new ArrayList<>();
    @TempDir
    private Path folder;
    private Path file;
    private SocketListener listener;

    @BeforeEach
    void listen() throws Exception {
        file = folder.resolve("penstock-agent.toml");
        List<AdminCommand> commands = List.of(gateway("keys.new-agent"), gateway("keys.new-user"));
        listener = SocketListener.open(Files.createDirectory(folder.resolve("data")), new CommandTable(() -> commands, List::of));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private AdminCommand gateway(String name) {
        return new AdminCommand() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(Map<String, Object> arguments, AdminReply reply) {
                asked.add(arguments);
                reply.send(Map.of("name", "berlin", "id", "1", "identity", IDENTITY, "table", TABLE));
            }
        };
    }

    private Captured run(String... words) {
        List<String> args = new ArrayList<>(List.of("keys"));
        args.addAll(List.of(words));
        args.addAll(List.of("--gateway", "gw:8443", "--file", file.toString(), "--data", folder.resolve("data").toString()));
        return Captured.run(args.toArray(String[]::new));
    }

    @Test
    void writesTheIdentityForItsOwnerOnlyAndPrintsTheGatewaysHalf() throws Exception {
        Captured run = run("new-agent", "berlin", "--allow", "db:5432", "--allow", "10.0.0.0/8:443");

        assertThat(run.code()).isZero();
        assertThat(asked).containsExactly(Map.of("name", "berlin", "gateway", "gw:8443", "allow",
                List.of("db:5432", "10.0.0.0/8:443"), "add", false));
        assertThat(file).hasContent(IDENTITY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(run.out()).as("fit for the gateway's settings").isEqualTo(TABLE);
        assertThat(run.err()).contains("penstock agent -c " + file).doesNotContain("c2VjcmV0");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, folder.resolve("data"));
        }
    }

    @Test
    void letsTheGatewayTakeItsHalfAtOnce() {
        Captured run = run("new-user", "eva", "--agent", "berlin", "--target", "db:5432", "--target", "reports", "--add");

        assertThat(asked).containsExactly(Map.of("name", "eva", "gateway", "gw:8443", "agents", List.of("berlin"),
                "targets", List.of("db:5432", "reports"), "add", true));
        assertThat(run.err()).contains("the gateway knows eva", "penstock tunnel open berlin db:5432");
    }

    @Test
    void asksForNoKeyItCouldNotKeep() throws Exception {
        Files.writeString(file, "another key");
        Captured run = run("new-agent", "berlin");

        assertThat(run.code()).isEqualTo(ErrorKind.CONFLICT.exitCode());
        assertThat(run.err()).contains(file.toString(), "--force");
        assertThat(asked).isEmpty();
        assertThat(file).hasContent("another key");
    }

    @Test
    void asksForNoKeyThatCouldNotBeWritten() throws Exception {
        // No permission would do for whoever may do anything, but there is no room in a name for what comes beside it.
        file = folder.resolve("a".repeat(250));
        Captured run = run("new-agent", "berlin", "--add");

        assertThat(run.code()).isEqualTo(ErrorKind.DENIED.exitCode());
        assertThat(run.err()).contains("cannot be written");
        assertThat(asked).isEmpty();
    }

    @Test
    void leavesNothingWhenTheGatewayDoesNotAnswer() throws Exception {
        listener.close();
        assertThat(run("new-agent", "berlin").code()).isNotZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("data"));
        }
    }

    @Test
    void replacesAFileWhenItMust() throws Exception {
        Files.writeString(file, "another key");
        assertThat(run("new-agent", "berlin", "--force").code()).isZero();

        assertThat(file).hasContent(IDENTITY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void aFileThatCameMeanwhileIsNotReplaced() throws Exception {
        try (IdentityFile identity = IdentityFile.begin(file, false)) {
            Files.writeString(file, "another key");
            assertThatThrownBy(() -> identity.write(IDENTITY)).hasMessageContaining("--force");
        }
        assertThat(file).hasContent("another key");
    }

    @Test
    void refusesANameOrAGatewayThatIsNone() {
        assertThat(run("new-agent", "a.b").code()).isEqualTo(ErrorKind.INVALID.exitCode());
        for (String gateway : List.of("gw", "gw:", ":8443", "gw:70000", "::1:8443")) {
            Captured run = Captured.run("keys", "new-agent", "a", "--gateway", gateway, "--file", file.toString());
            assertThat(run.code()).as(gateway).isEqualTo(ErrorKind.INVALID.exitCode());
            assertThat(run.err()).contains("HOST:PORT", gateway);
        }
        assertThat(asked).isEmpty();
    }
}
