package io.penstock.tunnel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Options;
import io.penstock.core.options.Settings;
import io.penstock.core.value.Secret;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.TlsProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelSettingsTest {
    private static final String KEY = SigningKey.generate(new SecureRandom()).text().reveal();

    private static Map<String, Object> least() {
        return new HashMap<>(Map.of("id", "warehouse-1", "private-key", KEY, "gateway", "gateway.example:8443"));
    }

    private static TunnelSettings bind(Map<String, Object> written) {
        return Options.of(TunnelSettings.class).bind(written).orThrow("[tunnel]");
    }

    @Test
    void anEmptyTableIsNoTunnel() {
        assertThat(bind(Map.of()).isUsed()).isFalse();
    }

    @Test
    void takesTheIdentityOfTheAgentWhereItHasNoneOfItsOwn() {
        Secret key = SigningKey.generate(new SecureRandom()).text();
        assertThat(bind(Map.of("gateway", "gateway.example:8443")).as("berlin", key).id()).contains("berlin");
        assertThat(bind(least()).as("berlin", key).id()).contains("warehouse-1");
        assertThatThrownBy(() -> bind(Map.of("gateway", "gateway.example:8443", "id", "a")))
                .isInstanceOf(PenstockException.class).hasMessageContaining("or neither");
    }

    @Test
    void theDefaultsAllowNothing() {
        TunnelSettings settings = bind(least());
        assertThat(settings.isUsed()).isTrue();
        assertThat(settings.connections()).isEqualTo(1);
        assertThat(settings.resume()).isTrue();
        assertThat(settings.allow()).isEmpty();
        assertThat(settings.healthCheck()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.tlsProvider()).isEqualTo(TlsProvider.AUTO);
        assertThat(settings.gateways()).hasToString("[gateway.example:8443]");
    }

    @Test
    void aStopWaitsLessThanTheProcessIsGiven() {
        Map<String, Object> written = least();
        assertThat(bind(written).stopGrace()).isEqualTo(Duration.ofSeconds(3));
        written.put("grace", "10m");
        assertThat(bind(written).stopGrace()).isEqualTo(Duration.ofSeconds(3));
        written.put("grace", "1s");
        assertThat(bind(written).stopGrace()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void bindsAsConfigurationAdminHasIt() {
        Map<String, Object> flat = least();
        flat.put("service.pid", "io.penstock.tunnel");
        flat.put("gateway", new String[] {"a.example:1", "b.example:2"});
        flat.put("allow", new String[] {"db.internal:5432"});
        flat.put("targets.reporting.address", "db.internal:5432");
        flat.put("connections", 4L);
        TunnelSettings settings = Settings.bind(TunnelSettings.class, flat);
        assertThat(settings.targets().get("reporting").place()).hasToString("db.internal:5432");
        assertThat(settings.gateways()).hasSize(2);
        assertThat(settings.connections()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"gateway, gateway.example", "allow, db.internal", "proxy, ftp://x:1", "private-key, short", "gateway-pin, sha1:x",
            "connections, 9", "connections, 0", "id, ''", "tls-provider, openssl"})
    void whatCanNeverWorkIsRefused(String key, String value) {
        Map<String, Object> written = least();
        written.put(key, value);
        assertThat(Options.of(TunnelSettings.class).bind(written).problems()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "private-key"})
    void aGatewayWantsToKnowWhoItIs(String key) {
        Map<String, Object> written = least();
        written.remove(key);
        assertThatThrownBy(() -> bind(written)).isInstanceOf(PenstockException.class).hasMessageContaining("give id and private-key");
    }

    @Test
    void noSecretIsInAnyMessageOrText() {
        Map<String, Object> written = least();
        written.put("proxy", "http://me:hunter2@proxy");
        assertThat(Options.of(TunnelSettings.class).bind(written).problems().toString()).doesNotContain("hunter2");
        written.put("proxy", "http://me:hunter2@proxy:3128");
        assertThat(bind(written).toString()).doesNotContain("hunter2").doesNotContain(KEY);
    }

    @Test
    void onlyWhatConcernsConnectionsNeedsNewOnes() {
        Map<String, Object> other = least();
        other.put("allow", List.of("db.internal:5432"));
        other.put("health-check", "1m");
        other.put("targets", Map.of("reporting", "db.internal:5432"));
        assertThat(bind(least()).connectsAs(bind(other))).isTrue();
        other.put("connections", 2);
        assertThat(bind(least()).connectsAs(bind(other))).isFalse();
    }

    @Test
    void proxiesHaveAKindAPlaceAndALogin() {
        ProxyAddress http = ProxyAddress.parse(Secret.of("http://me:p%40ss+word@proxy.internal:3128"));
        assertThat(http.kind()).isEqualTo(ProxyAddress.Kind.HTTP);
        assertThat(http.address()).hasToString("proxy.internal:3128");
        assertThat(http.login().orElseThrow().user()).isEqualTo("me");
        assertThat(http.login().orElseThrow().password().reveal()).isEqualTo("p@ss+word");
        ProxyAddress socks = ProxyAddress.parse(Secret.of("socks5://[::1]:1080/"));
        assertThat(socks.kind()).isEqualTo(ProxyAddress.Kind.SOCKS5);
        assertThat(socks.address()).hasToString("[::1]:1080");
        assertThat(socks.login()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy:3128", "http://proxy", "https://proxy:1", "http://proxy:3128/path", "http://proxy:3128?x", "socks4://p:1"})
    void whatIsNoProxyIsRefused(String text) {
        assertThatThrownBy(() -> ProxyAddress.parse(Secret.of(text))).isInstanceOf(PenstockException.class)
                .extracting("code").isEqualTo("tunnel.proxy");
    }
}
