package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Settings;
import io.penstock.core.value.Secret;
import io.penstock.testing.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayOptionsTest {
    private static List<String> codes(Map<String, Object> options) {
        return Plugins.problems(new RelayInputPlugin(), options).stream().map(OptionProblem::code).toList();
    }

    @Test
    void nothingAtAllMeansTheTable() {
        assertThat(codes(Map.of())).isEmpty();
    }

    @Test
    void beyondThisMachineItWantsTlsAndACredential() {
        assertThat(codes(Map.of("address", "[::]:50051"))).containsExactly("net.plaintext", "relay.token");
        assertThat(codes(Map.of("address", "[::]:50051", "plaintext", true, "token", "t"))).isEmpty();
        assertThat(codes(Map.of("address", "127.0.0.1:50051"))).isEmpty();
    }

    @Test
    void optionsWithoutAnAddressAreAMistake() {
        assertThat(codes(Map.of("alumet", true))).containsExactly("relay.address");
    }

    @Test
    void addressHasAPort() {
        assertThat(codes(Map.of("address", "localhost"))).containsExactly("relay.address");
        assertThat(codes(Map.of("address", "localhost:99999"))).containsExactly("relay.address");
        assertThat(codes(Map.of("address", "::1:50051"))).containsExactly("relay.address");
        assertThat(codes(Map.of("address", "[::1]:50051"))).isEmpty();
    }

    @Test
    void namesOfCertificatesNeedAnAuthority() {
        assertThat(codes(Map.of("address", "127.0.0.1:1", "names-from-certificate", true))).containsExactly("relay.names");
    }

    @Test
    void tableHoldsTokensByName() {
        RelayOptions table = Settings.bind(RelayOptions.class, Map.of("address", "127.0.0.1:1", "clients.node1", "${x}",
                "limits.connections", 5L), text -> "filled in");

        assertThat(table.clients()).containsExactly(Map.entry("node1", Secret.of("filled in")));
        assertThat(table.limits().connections()).isEqualTo(5);
        assertThat(table.toString()).doesNotContain("filled in");
    }

    @Test
    void readyPipeIsTheOneThatLiesReady() throws IOException {
        assertThat(ReadyRelayIn.text()).isEqualTo(Files.readString(Path.of("../../run/pipes/ready/relay-in.yaml")));
    }
}
