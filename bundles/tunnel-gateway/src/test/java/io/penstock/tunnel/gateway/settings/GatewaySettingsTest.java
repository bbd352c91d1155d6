package io.penstock.tunnel.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.options.Settings;
import io.penstock.tunnel.wire.api.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
    private static final String KEY = SigningKey.generate(new SecureRandom()).verifying().text();

    private final Map<String, Object> flat = new HashMap<>(Map.of("address", "[::]:8443", "agents.a.id", "id-a",
            "agents.a.keys", new String[] {KEY}, "users.u.id", "id-u", "users.u.keys", new String[] {KEY},
            "users.u.agents", new String[] {"a"}, "users.u.targets", new String[] {"db", "*.internal:5432"},
            "listeners.pg.address", "127.0.0.1:5433", "listeners.pg.agents", new String[] {"a"}, "listeners.pg.target", "db"));

    private GatewaySettings bound() {
        return Settings.bind(GatewaySettings.class, flat);
    }

    private void assertRefused(String key, Object value, String why) {
        flat.put(key, value);
        assertThatThrownBy(this::bound).hasMessageContaining(why);
    }

    @Test
    void bindsFromDottedKeys() {
        GatewaySettings settings = bound();
        assertThat(settings.agents().get("a").id()).isEqualTo("id-a");
        assertThat(settings.agents().get("a").verifyingKeys()).hasSize(1);
        assertThat(settings.users().get("u").targets()).isEqualTo(List.of("db", "*.internal:5432"));
        assertThat(settings.listeners().get("pg").agentWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.limits().unauthenticated()).isEqualTo(256);
        assertThat(bound()).isEqualTo(settings);
    }

    @Test
    void isEmptyByDefault() {
        assertThat(Settings.bind(GatewaySettings.class, Map.of()).address()).isEmpty();
    }

    @Test
    void tellsWhichAgentsNobodyKnowsYet() {
        assertThat(bound().unknownAgents()).isEmpty();
        flat.put("listeners.pg.agents", new String[] {"a", "b"});
        flat.put("users.u.agents", new String[] {"*", "c"});
        assertThat(bound().unknownAgents()).isEqualTo(Map.of("listener pg", "there is no agent \"b\"; known are a",
                "user u", "there is no agent \"c\"; known are a"));
    }

    @Test
    void refusesAPortBeyondThisMachineUnlessAskedFor() {
        assertRefused("listeners.pg.address", "0.0.0.0:5433", "plaintext = true");
        flat.put("listeners.pg.plaintext", true);
        assertThat(bound().listeners().get("pg").plaintext()).isTrue();
    }

    /** Who waits longer is ended by force, and the records of what was open are lost. */
    @Test
    void refusesAStopThatTakesTooLong() {
        assertThat(bound().stopGrace()).isEqualTo(Duration.ofSeconds(3));
        assertRefused("stop-grace", "5s", "stop-grace");
    }

    @Test
    void refusesAnIdTwice() {
        assertRefused("users.u.id", "id-a", "the same id");
    }

    @Test
    void refusesWhatIsNoKey() {
        assertRefused("agents.a.keys", new String[] {"rubbish"}, "agents.a");
    }

    @Test
    void refusesAKeyFileWithoutItsCertificate() {
        assertRefused("key", "/tmp/key.pem", "must be given together");
    }

    @Test
    void rulesAreByAgentAndTarget() {
        UserSettings user = bound().users().get("u");
        assertThat(user.mayReach("a", "db")).isTrue();
        assertThat(user.mayReach("a", "DB")).isTrue();
        assertThat(user.mayReach("a", "x.internal:5432")).isTrue();
        assertThat(user.mayReach("a", "x.internal:54321")).isFalse();
        assertThat(user.mayReach("a", "evil:1.internal:5432")).isFalse();
        assertThat(user.mayReach("b", "db")).isFalse();
        assertThat(user.mayReach("a", "dbx")).isFalse();
    }
}
