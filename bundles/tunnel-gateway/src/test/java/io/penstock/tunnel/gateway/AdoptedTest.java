package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.health.Health;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.value.Secret;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents that the control plane's server knows, and the settings do not. */
@Timeout(60)
class AdoptedTest {
    @TempDir
    Path folder;
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final Entries entries = new Entries();

    private static final class Entries implements AgentDirectory {
        private final Map<String, Entry> all = new ConcurrentHashMap<>();

        @Override
        public Optional<Entry> byId(String id) {
            return Optional.ofNullable(all.get(id));
        }

        @Override
        public Optional<Entry> byName(String name) {
            return all.values().stream().filter(entry -> entry.name().equals(name)).findFirst();
        }

        @Override
        public Optional<Entry> byToken(Secret token) {
            return Optional.empty();
        }

        @Override
        public AutoCloseable watch(Consumer<String> changedId) {
            return () -> { };
        }
    }

    private void knows(String id, String name, boolean active) {
        entries.all.put(id, new AgentDirectory.Entry(id, name, List.of(key.verifying().text()), active));
    }

    private RunningGateway start() {
        RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "berlin", "db").start();
        gateway.tunnel().ask(Optional.of(entries));
        return gateway;
    }

    private Dialler dial(RunningGateway gateway, String id) throws Exception {
        return gateway.dial(Dialler.named(PeerKind.AGENT, id, key, "p", 0, 1));
    }

    @Test
    void letsInWhomTheServerKnowsByTheirOwnKeysAndCallsThemAsTheServerDoes() throws Exception {
        knows("0192-1", "berlin", true);
        try (RunningGateway gateway = start()) {
            Dialler dialler = dial(gateway, "0192-1").accepted();
            assertThat(((Message.Accepted) dialler.verdict()).name()).isEqualTo("berlin");
            assertThat(gateway.state("berlin")).isEqualTo(AgentState.ONLINE);
            assertThat(gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1)).accepted().verdict())
                    .isInstanceOf(Message.Accepted.class);
            assertThat(gateway.tunnel().view().health().get("listener pg").state()).isEqualTo(Health.State.UP);
        }
    }

    @Test
    void turnsAwayWhomItDoesNotKnowOrHasDisabled() throws Exception {
        knows("0192-2", "paris", false);
        try (RunningGateway gateway = start()) {
            assertThat(dial(gateway, "0192-1").refused().code()).isEqualTo(RefusalCode.UNAUTHENTICATED);
            assertThat(dial(gateway, "0192-2").refused().code()).isEqualTo(RefusalCode.UNAUTHENTICATED);
        }
    }

    @Test
    void endsWhatTheServerTakesBack() throws Exception {
        knows("0192-1", "berlin", true);
        try (RunningGateway gateway = start()) {
            dial(gateway, "0192-1").accepted();
            knows("0192-1", "berlin", false);
            gateway.tunnel().agentChanged("0192-1");
            Await.until("it is gone", () -> gateway.parts().agents().named("berlin").isEmpty());
            assertThat(dial(gateway, "0192-1").refused().code()).isEqualTo(RefusalCode.UNAUTHENTICATED);
        }
    }

    @Test
    void anAgentOfTheSettingsComesBeforeOneOfItsName() throws Exception {
        knows("0192-1", "a", true);
        try (RunningGateway gateway = start()) {
            assertThat(dial(gateway, "0192-1").refused().code()).isEqualTo(RefusalCode.UNAUTHENTICATED);
        }
    }
}
