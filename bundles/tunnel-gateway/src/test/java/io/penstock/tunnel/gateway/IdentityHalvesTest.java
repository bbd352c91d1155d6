package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.options.Settings;
import io.penstock.core.value.Secret;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import io.penstock.tunnel.wire.api.SigningKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IdentityHalvesTest {
    private static final Pattern KEY = Pattern.compile("private-key = \"([^\"]+)\"");

    @Test
    void bothHalvesFit() {
        IdentityHalves halves = IdentityHalves.ofAgent("site", "gateway.example:8443", Optional.empty(),
                List.of("db.internal:5432"), new SecureRandom());
        Matcher key = KEY.matcher(halves.identity());
        assertThat(key.find()).isTrue();
        String verifying = SigningKey.of(Secret.of(key.group(1))).verifying().text();
        GatewaySettings settings = Settings.bind(GatewaySettings.class, halves.properties());

        assertThat(settings.agents().get("site").id()).isEqualTo(halves.id());
        assertThat(settings.agents().get("site").keys()).isEqualTo(List.of(verifying));
        assertThat(halves.table()).isEqualTo("[tunnel-gateway.agents.site]\nid = \"" + halves.id() + "\"\nkeys = [\"" + verifying
                + "\"]\n").doesNotContain(key.group(1));
        assertThat(halves.identity()).contains("[tunnel]\nid = \"" + halves.id() + "\"\n",
                "gateway = \"gateway.example:8443\"\n", "allow = [\"db.internal:5432\"]\n");
        assertThat(halves.toString()).doesNotContain(key.group(1));
    }

    @Test
    void aUsersHalfHoldsTheRights() {
        IdentityHalves halves = IdentityHalves.ofUser("ann", "gateway.example:8443", Optional.empty(), List.of("*"), List.of("db"),
                new SecureRandom());
        GatewaySettings settings = Settings.bind(GatewaySettings.class, halves.properties());
        assertThat(settings.users().get("ann").mayReach("any", "db")).isTrue();
        assertThat(halves.table()).contains("agents = [\"*\"]\ntargets = [\"db\"]\n");
    }

    @Test
    void refusesWhatCannotBeAName() {
        assertThatThrownBy(() -> IdentityHalves.ofAgent("a.b", "g:1", Optional.empty(), List.of(), new SecureRandom()))
                .hasMessageContaining("cannot be a name");
    }
}
