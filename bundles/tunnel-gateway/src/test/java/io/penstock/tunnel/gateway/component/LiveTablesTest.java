package io.penstock.tunnel.gateway.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.options.Settings;
import io.penstock.tunnel.gateway.IdentityHalves;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class LiveTablesTest {
    private Dictionary<String, Object> properties = new Hashtable<>(Map.of("address", "127.0.0.1:8443"));
    private int updates;
    private final Configuration configuration = fake(Configuration.class, Map.of("getProperties", given -> properties,
            "update", given -> {
                @SuppressWarnings("unchecked")
                Dictionary<String, Object> next = (Dictionary<String, Object>) given[0];
                properties = next;
                updates++;
                return null;
            }));
    private final ConfigurationAdmin admin = fake(ConfigurationAdmin.class, Map.of("getConfiguration", given -> configuration));

    private interface Answer {
        Object to(Object... given);
    }

    /** Config Admin is somebody else's: here is as much of it as is asked for. */
    private static <T> T fake(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, given) -> answers.get(method.getName()).to(given)));
    }

    private GatewaySettings settings() {
        Map<String, Object> flat = new HashMap<>();
        Collections.list(properties.keys()).forEach(key -> flat.put(key, properties.get(key)));
        return Settings.bind(GatewaySettings.class, flat);
    }

    private static IdentityHalves agent() {
        return IdentityHalves.ofAgent("site", "localhost:8443", Optional.empty(), List.of(), new SecureRandom());
    }

    private static IdentityHalves user(String reaches) {
        return IdentityHalves.ofUser("ann", "localhost:8443", Optional.empty(), List.of(reaches), List.of("*"), new SecureRandom());
    }

    @Test
    void addsToWhatIsThere() {
        LiveTables.add(admin, "site", agent().properties());
        LiveTables.add(admin, "ann", user("site").properties());

        assertThat(settings().address()).contains("127.0.0.1:8443");
        assertThat(settings().agents()).containsOnlyKeys("site");
        assertThat(settings().users().get("ann").mayReach("site", "db")).isTrue();
    }

    @Test
    void replacesNobodysKey() {
        LiveTables.add(admin, "site", agent().properties());
        GatewaySettings before = settings();
        assertThatThrownBy(() -> LiveTables.add(admin, "site", agent().properties())).hasMessageContaining("\"site\" exists already");
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void addsNothingThatDoesNotFit() {
        assertThatThrownBy(() -> LiveTables.add(admin, "ann", user("nobody").properties()))
                .hasMessageContaining("there is no agent \"nobody\"");
        assertThat(updates).isZero();
    }
}
