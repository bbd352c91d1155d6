package io.penstock.admin.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.admin.api.AdminClient;
import io.penstock.admin.api.PlainJson;
import io.penstock.admin.api.SocketFile;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketListenerTest {
    private static final Limits SMALL = new Limits(1_000, 2, Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final List<AdminCommand> commands = new ArrayList<>();
    private final List<RawCommand> raw = new ArrayList<>();
    @TempDir
    private Path data;
    private SocketListener listener;

    @BeforeEach
    void listen() {
        listener = new SocketListener(data, new CommandTable(() -> commands, () -> raw), SMALL);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private void command(String name, Body body) {
        commands.add(new AdminCommand() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
                body.run(arguments, reply);
            }
        });
    }

    private interface Body {
        void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException;
    }

    private List<Object> call(AdminClient client, String command, Map<String, ?> arguments) {
        List<Object> values = new ArrayList<>();
        client.call(command, arguments, values::add);
        return values;
    }

    private String talk(String... lines) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SocketFile.usual(data)))) {
            try {
                send(channel, String.join("\n", lines) + "\n");
            } catch (IOException e) {
                // Turned away before it was heard; the reason is still to be read.
                assertThat(e).hasMessageContaining("pipe");
            }
            return new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8)).readLine();
        }
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Test
    void answersEveryValueInOrderAndTheNextRequestOnTheSameConnection() {
        command("echo", (arguments, reply) -> {
            reply.send(arguments);
            reply.send(List.of(1L, 2.5, "ü", true));
        });
        try (AdminClient client = AdminClient.connect(data)) {
            assertThat(call(client, "echo", Map.of("a", Map.of("b", 7)))).containsExactly(
                    Map.of("a", Map.of("b", 7L)), List.of(1L, 2.5, "ü", true));
            assertThat(call(client, "echo", Map.of())).hasSize(2);
        }
    }

    @Test
    void carriesKindAndCodeOfAFailure() {
        command("fail", (arguments, reply) -> {
            throw new PenstockException(ErrorKind.CONFLICT, "pipes.paused", "it is paused already");
        });
        try (AdminClient client = AdminClient.connect(data)) {
            assertThatThrownBy(() -> call(client, "fail", Map.of())).isInstanceOfSatisfying(PenstockException.class, e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
                assertThat(e.code()).isEqualTo("pipes.paused");
                assertThat(e).hasMessage("it is paused already");
            });
            assertThatThrownBy(() -> call(client, "nope", Map.of())).hasMessageContaining("there are fail");
        }
    }

    @Test
    void reportsADefectOfACommandAsABugAndGoesOn() {
        command("bug", (arguments, reply) -> {
            throw new IllegalStateException("oops");
        });
        try (AdminClient client = AdminClient.connect(data)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> call(client, "bug", Map.of())).isInstanceOfSatisfying(PenstockException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.BUG));
            }
        }
    }

    @Test
    void interruptsTheCommandWhenTheCallerGoesAway() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        command("wait", (arguments, reply) -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SocketFile.usual(data)))) {
            send(channel, "{\"command\":\"wait\"}\n");
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void letsOnlyTheOwnerConnect() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SocketFile.usual(data)))).isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files.toList()).containsExactly(SocketFile.usual(data));
        }
    }

    @Test
    void refusesARequestThatIsTooLong() throws Exception {
        assertThat(talk("x".repeat(1_001))).contains("admin.line-too-long");
    }

    @Test
    void refusesASecondRequestWhileTheFirstRuns() throws Exception {
        command("wait", (arguments, reply) -> new CountDownLatch(1).await());
        assertThat(talk("{\"command\":\"wait\"}", "{\"command\":\"wait\"}")).contains("admin.busy");
    }

    @Test
    void answersGarbageWithAnErrorAndNeverDies() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            String line = new String(bytes, StandardCharsets.ISO_8859_1).replace('\n', ' ');
            assertThat(talk(line)).contains("\"error\"");
        }
        assertThat(talk("{\"command\":1}")).contains("admin.request");
        assertThat(talk("[".repeat(900))).contains("admin.json");
    }

    @Test
    void turnsAwayOneCallerTooManyAndTakesTheNextOnceOneLeft() throws Exception {
        command("ping", (arguments, reply) -> reply.send("pong"));
        try (AdminClient second = AdminClient.connect(data)) {
            try (AdminClient first = AdminClient.connect(data)) {
                assertThat(call(first, "ping", Map.of())).containsExactly("pong");
                assertThat(call(second, "ping", Map.of())).containsExactly("pong");
                assertThat(talk("{\"command\":\"ping\"}")).contains("admin.too-many");
            }
            String answer = talk("{\"command\":\"ping\"}");
            while (answer == null || answer.contains("admin.too-many")) {
                answer = talk("{\"command\":\"ping\"}");
            }
            assertThat(answer).isEqualTo("{\"value\":\"pong\"}");
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws Exception {
        listener.close();
        listener = new SocketListener(data, new CommandTable(() -> commands, () -> raw),
                new Limits(100, 2, Duration.ofMillis(50), Duration.ofSeconds(5)));
        try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(SocketFile.usual(data)))) {
            assertThat(silent.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        }
        try (SocketChannel half = SocketChannel.open(UnixDomainSocketAddress.of(SocketFile.usual(data)))) {
            send(half, "{\"comm");
            assertThat(half.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        }
    }

    @Test
    void cutsOffACallerThatDoesNotRead() throws Exception {
        listener.close();
        CountDownLatch gone = new CountDownLatch(1);
        command("flood", (arguments, reply) -> {
            try {
                while (true) {
                    reply.send("x".repeat(100_000));
                }
            } finally {
                gone.countDown();
            }
        });
        listener = new SocketListener(data, new CommandTable(() -> commands, () -> raw),
                new Limits(100, 2, Duration.ofSeconds(5), Duration.ofMillis(100)));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SocketFile.usual(data)))) {
            send(channel, "{\"command\":\"flood\"}\n");
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void handsTheConnectionOverToARawCommand() throws Exception {
        raw.add(new RawCommand() {
            @Override
            public String name() {
                return "upper";
            }

            @Override
            public void talk(java.io.InputStream in, OutputStream out) throws IOException {
                out.write("hi\n".getBytes(StandardCharsets.UTF_8));
                for (int b = in.read(); b >= 0; b = in.read()) {
                    out.write(Character.toUpperCase(b));
                }
            }
        });
        try (AdminClient client = AdminClient.connect(data)) {
            SocketChannel channel = client.takeOver("upper", Map.of());
            send(channel, "abc\n");
            BufferedReader reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            assertThat(reader.readLine()).isEqualTo("hi");
            assertThat(reader.readLine()).isEqualTo("ABC");
        }
    }

    @Test
    void replacesTheSocketOfAKilledProcess() throws Exception {
        listener.close();
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(SocketFile.usual(data)));
        }
        assertThat(SocketFile.usual(data)).exists();
        listen();
        command("ping", (arguments, reply) -> reply.send("pong"));
        assertThat(talk("{\"command\":\"ping\"}")).contains("pong");
    }

    @Test
    void refusesToTakeTheSocketOfALivingProcess() {
        assertThatThrownBy(() -> SocketListener.open(data, new CommandTable(List::of, List::of)))
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    }

    @Test
    void isFoundEvenWhereThePathIsTooLongForASocket() throws Exception {
        Path deep = Files.createDirectories(data.resolve("d".repeat(110)));
        command("ping", (arguments, reply) -> reply.send("pong"));
        try (SocketListener far = SocketListener.open(deep, new CommandTable(() -> commands, () -> raw));
                AdminClient client = AdminClient.connect(deep)) {
            assertThat(call(client, "ping", Map.of())).containsExactly("pong");
            assertThat(far.path().getParent()).satisfies(folder -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------"));
        }
        try (var left = Files.list(deep)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysThatNothingRunsWhenNothingRuns() {
        listener.close();
        assertThatThrownBy(() -> AdminClient.connect(data)).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.code()).isEqualTo("admin.not-running"));
        assertThat(PlainJson.line(Map.of("a", Double.NaN))).isEqualTo("{\"a\":\"NaN\"}");
    }
}
