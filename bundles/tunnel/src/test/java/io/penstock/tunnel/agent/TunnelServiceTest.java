package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.options.Options;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestSettings;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TunnelServiceTest {
    @TempDir
    private Path folder;

    private static TunnelSettings nothing() {
        return Options.of(TunnelSettings.class).bind(Map.of()).orThrow("[tunnel]");
    }

    private static Map<String, Double> numbers(TunnelService service) {
        Map<String, Double> numbers = new HashMap<>();
        service.collect(new MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                numbers.put(name + labels, value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                numbers.put(name + labels, value);
            }
        });
        return numbers;
    }

    @Test
    void waitsToLearnWhoItIsWhereTheSettingsDoNotSay() {
        try (TunnelService service = new TunnelService("test")) {
            TunnelSettings unknown = Options.of(TunnelSettings.class).bind(Map.of("gateway", "127.0.0.1:9")).orThrow("[tunnel]");
            service.apply(unknown);
            assertThat(service.health().get("").reason()).contains("not enrolled");
            service.apply(unknown.as("berlin", io.penstock.tunnel.wire.api.SigningKey.generate(
                    new java.security.SecureRandom()).text()));
            assertThat(service.health().get("").reason()).doesNotContain("not enrolled");
            service.apply(nothing());
            assertThat(service.health()).isEmpty();
        }
    }

    @Test
    void withoutAGatewayThereIsNoTunnel() {
        try (TunnelService service = new TunnelService("test")) {
            service.apply(nothing());
            assertThat(service.health()).isEmpty();
            assertThat(service.status()).isEmpty();
            assertThat(numbers(service)).isEmpty();
            assertThatThrownBy(() -> service.check("x:1")).isInstanceOf(PenstockException.class).hasMessageContaining("names no gateway");
        }
    }

    @Test
    void comesAndGoesWithItsSettings() throws Exception {
        try (TestGateway gateway = new TestGateway(folder); TunnelService service = new TunnelService("test")) {
            service.apply(TestSettings.of(gateway, Map.of()));
            GatewayEnd end = gateway.next();
            assertThat(end.hello().software()).isEqualTo("test");
            Until.holds("it is up", () -> service.health().get("").state() == Health.State.UP);
            service.apply(nothing());
            end.lost().get(20, TimeUnit.SECONDS);
            assertThat(service.health()).isEmpty();
        }
    }

    @Test
    void settingsThatCannotBeUsedAreItsHealthUntilOthersCome() throws Exception {
        try (TestGateway gateway = new TestGateway(folder); TunnelService service = new TunnelService("test")) {
            TunnelSettings unusable = TestSettings.of(gateway, Map.of("ca", folder.resolve("none.pem").toString()));
            service.apply(unusable);
            assertThat(service.health().get("").state()).isEqualTo(Health.State.DOWN);
            assertThat(service.health().get("").reason()).contains("none.pem");
            assertThat(service.status()).singleElement().satisfies(row -> assertThat(String.valueOf(row.get("reason"))).contains("none.pem"));
            assertThatThrownBy(() -> service.check("x:1")).isInstanceOf(PenstockException.class).hasMessageContaining("none.pem");
            service.apply(TestSettings.of(gateway, Map.of()));
            gateway.next();
            Until.holds("it is up", () -> service.health().get("").state() == Health.State.UP);
            service.apply(unusable);
            assertThat(service.health().get("").state()).as("the former are in use").isEqualTo(Health.State.DEGRADED);
            assertThat(service.health().get("").reason()).contains("none.pem");
            service.apply(TestSettings.of(gateway, Map.of()));
            assertThat(service.health().get("").state()).isEqualTo(Health.State.UP);
            service.apply(unusable);
            service.apply(nothing());
            assertThat(service.health()).isEmpty();
        }
    }

    @Test
    void countsWhatItDoes() throws Exception {
        try (TestGateway gateway = new TestGateway(folder); EchoTarget target = new EchoTarget();
                TunnelService service = new TunnelService("test")) {
            String address = "127.0.0.1:" + target.port();
            service.apply(TestSettings.of(gateway, Map.of("targets", Map.of("echo", address), "health-check", "1h")));
            GatewayEnd end = gateway.next();
            TestStream stream = end.open(address, "12345");
            stream.read(5);
            end.open("10.0.0.1:1", "").first(Message.Failed.class);
            assertThat(service.check("echo")).containsEntry("result", "ok");
            Until.holds("the target was tried", () -> numbers(service).containsKey("penstock_tunnel_target_up{target=echo}"));
            assertThat(numbers(service)).containsEntry("penstock_tunnel_connections{}", 1.0)
                    .containsEntry("penstock_tunnel_streams{}", 1.0).containsEntry("penstock_tunnel_streams_total{}", 2.0)
                    .containsEntry("penstock_tunnel_stream_failures_total{code=denied}", 1.0)
                    .containsEntry("penstock_tunnel_bytes_total{direction=to_target}", 5.0)
                    .containsEntry("penstock_tunnel_bytes_total{direction=from_target}", 5.0)
                    .containsEntry("penstock_tunnel_target_up{target=echo}", 1.0);
        }
    }
}
