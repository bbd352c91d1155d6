package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.Captured;
import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.local.CommandJar;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TunnelOpenCommandTest {
    /** Stands for the bundle of the settings: what it reads has a reference in it. */
    public static final class Reads implements AdminCommand {
        @Override
        public String name() {
            return "config.read";
        }

        @Override
        public void run(Map<String, Object> arguments, AdminReply reply) {
            reply.send(Map.of("id", arguments.get("table") + "/" + Path.of(arguments.get("file").toString()).getFileName(),
                    "private-key", arguments.get("owner-only").toString(), "targets", Map.of("db", "$${a}")));
        }
    }

    /** Stands for the bundle of the tunnel: tells what it was given, then ends at once or as one that is interrupted. */
    public static final class Opens implements AdminCommand {
        @Override
        public String name() {
            return "tunnel.open";
        }

        @Override
        public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
            reply.send(Map.of("notice", new TreeMap<>((Map<?, ?>) arguments.get("settings")).toString()));
            reply.send(Map.of("listening", arguments.get("listen")));
            if (arguments.get("target").equals("interrupted")) {
                Thread.currentThread().interrupt();
                new CountDownLatch(1).await();
            }
        }
    }

    @TempDir
    private Path dist;
    private final String before = System.getProperty(LaunchOptions.DIST_PROPERTY, "");

    @BeforeEach
    void setUp() throws Exception {
        CommandJar.write(dist.resolve("bundles/config.jar"), "config.read", Reads.class);
        CommandJar.write(dist.resolve("bundles/tunnel.jar"), "tunnel.open", Opens.class);
        System.setProperty(LaunchOptions.DIST_PROPERTY, dist.toString());
    }

    @AfterEach
    void tearDown() {
        if (before.isEmpty()) {
            System.clearProperty(LaunchOptions.DIST_PROPERTY);
        } else {
            System.setProperty(LaunchOptions.DIST_PROPERTY, before);
        }
    }

    private Captured open(String target, String... more) throws Exception {
        Path file = Files.writeString(dist.resolve("user.toml"), "");
        String[] words = {"tunnel", "open", "berlin", target, "-c", file.toString()};
        return Captured.run(Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    @Test
    void handsTheUsersTableOverAndTellsWhereItListens() throws Exception {
        Captured run = open("at-once");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEqualTo("penstock: {id=tunnel/user.toml, private-key=[private-key], targets={db=${a}}}\n"
                + "penstock: 127.0.0.1:0 leads to at-once of berlin; Ctrl-C ends it\n");
        assertThat(open("at-once", "--quiet").err()).isEmpty();
    }

    @Test
    void warnsOfAPortBeyondThisMachine() throws Exception {
        assertThat(open("at-once", "--listen", "0.0.0.0:5433").err()).contains("0.0.0.0:5433 is beyond this machine");
        assertThat(open("at-once", "--listen", "[::1]:5433").err()).doesNotContain("beyond");
    }

    @Test
    void endsWellWhenItIsInterrupted() throws Exception {
        assertThat(open("interrupted").code()).isZero();
    }

    @Test
    void saysWhereAUsersFileComesFromWhenThereIsNone() {
        Captured run = Captured.run("tunnel", "open", "berlin", "db", "-c", dist.resolve("none.toml").toString());

        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("none.toml", "penstock keys new-user");
    }
}
