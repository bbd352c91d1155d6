package io.penstock.relay.client.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.OutputPlugin.Guarantee;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.client.settings.RelayOptions;
import io.penstock.relay.client.settings.RelayOptions.Protocol;
import io.penstock.relay.client.settings.ServerAddress;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayOutputPluginTest {
    private final RelayOutputPlugin plugin = new RelayOutputPlugin();

    @TempDir
    Path folder;

    private static List<String> codes(List<OptionProblem> problems) {
        return problems.stream().map(OptionProblem::code).toList();
    }

    @Test
    void takesAlumetsNamesAndHasItsDocumentedDefaults() {
        RelayOptions options = Plugins.options(plugin, Map.of("client_name", "node1", "relay_server", "[::1]:50051",
                "buffer_max_length", 200, "buffer_timeout", "30s", "retry",
                Map.of("max_times", 5, "initial_delay", "1s", "max_delay", "10s")));

        assertThat(options).isEqualTo(Plugins.options(plugin, Map.of("client-name", "node1", "relay-server", "[::1]:50051")));
        assertThat(options.bufferMaxLength()).isEqualTo(200);
        assertThat(options.bufferTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.protocol()).isEqualTo(Protocol.PENSTOCK);
        assertThat(plugin.guarantee(options)).isEqualTo(Guarantee.TRANSACTIONAL);
    }

    @Test
    void theServerAloneIsEnough() {
        assertThat(Plugins.options(plugin, "127.0.0.1:5").servers()).containsExactly(new ServerAddress("127.0.0.1", 5));
        assertThat(Plugins.options(plugin, Map.of()).servers()).containsExactly(new ServerAddress("::1", 50_051));
    }

    @Test
    void encryptsBeyondThisMachineUnlessToldNotTo() {
        ServerAddress far = ServerAddress.parse("relay.example.org:50051");
        assertThat(Plugins.options(plugin, far.toString()).encrypted(far)).isTrue();
        assertThat(Plugins.options(plugin, far.toString()).compressed(far)).isTrue();
        assertThat(Plugins.options(plugin, Map.of("relay-server", far.toString(), "plaintext", true)).encrypted(far)).isFalse();
        assertThat(Plugins.options(plugin, "127.0.0.1:5").encrypted(ServerAddress.parse("127.0.0.1:5"))).isFalse();
        assertThat(codes(Plugins.problems(plugin, Map.of("relay-server", far.toString(), "tls", false))))
                .containsExactly("net.plaintext");
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String bad : List.of("host", "host:", ":5", "host:0", "host:70000", "::1:5", "[]:5")) {
            assertThat(codes(Plugins.problems(plugin, bad))).as(bad).containsExactly("relay.address");
        }
    }

    @Test
    void refusesOptionsThatTheTableWouldMakeForgotten() {
        assertThat(codes(Plugins.problems(plugin, Map.of("buffer-timeout", "5s")))).containsExactly("relay.server-missing");
        assertThat(Plugins.problems(plugin, Map.of())).isEmpty();
    }

    @Test
    void aPipeWithoutAServerTakesTheTable() throws Exception {
        TestStore store = new TestStore();
        try (TestServer server = new TestServer(store)) {
            RelayOutputPlugin configured = new RelayOutputPlugin(Map.of("relay-server", new String[] {server.address()},
                    "client-name", "from the table", "service.pid", "io.penstock.relay.client"), text -> text);
            var output = configured.create(Plugins.options(configured, Map.of()),
                    TestContext.of(folder, new ManualClock(Rig.START)));
            output.open();
            store.await(state -> server.welcomes.get() == 1, "welcome");
            output.close();

            assertThat(server.messages.get(0).toString()).contains("from the table");
        }
    }

    @Test
    void aTableThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new RelayOutputPlugin(Map.of("relay-server", new String[] {"nowhere"}), text -> text))
                .isInstanceOf(PenstockException.class).hasMessageContaining("relay-server").hasMessageContaining("nowhere");
    }

    @Test
    void theReadyPipeIsTheOneThatLiesInTheFolder() throws Exception {
        Path folder = Path.of(System.getProperty("basedir", "."), "../../run/pipes/ready/relay-out.yaml");

        assertThat(Files.readString(folder)).isEqualTo(RelayOutPipe.text());
    }
}
