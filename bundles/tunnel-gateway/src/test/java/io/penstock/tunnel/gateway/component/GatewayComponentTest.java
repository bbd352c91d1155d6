package io.penstock.tunnel.gateway.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.health.Health;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

@Timeout(60)
class GatewayComponentTest {
    @TempDir
    private Path folder;
    private final Map<String, Object> properties = new HashMap<>(Map.of("address", "127.0.0.1:0"));
    private GatewayComponent component;

    /** The framework is somebody else's: here is the one property that is asked for. */
    private GatewayComponent start() {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class}, (proxy, method, given) -> folder.toString());
        component = new GatewayComponent(context, properties);
        return component;
    }

    @AfterEach
    void stop() {
        component.stop();
    }

    private void change(String certificate) {
        properties.put("certificate", folder.resolve(certificate).resolve("certificate.pem").toString());
        properties.put("key", folder.resolve(certificate).resolve("key.pem").toString());
        component.modified(properties);
    }

    private Health health() {
        return component.health().get("");
    }

    @Test
    void saysThatAChangeCouldNotBeMade() {
        start();
        change("missing");
        assertThat(health().state()).isEqualTo(Health.State.DEGRADED);
        assertThat(health().reason()).contains("missing");
        assertThat(component.health()).containsKey("audit");
    }

    @Test
    void isWellAgainWhenTheChangeIsMade() {
        start();
        change("missing");
        GatewayCertificate.selfSigned(folder.resolve("missing"), List.of("localhost"), Clock.system(), new SecureRandom());
        change("missing");
        assertThat(health().reason()).doesNotContain("missing");
    }

    @Test
    void isDownWhileItCannotStart() {
        properties.put("certificate", folder.resolve("missing").toString());
        properties.put("key", folder.resolve("missing").toString());
        assertThat(start().health().get("").state()).isEqualTo(Health.State.DOWN);
    }
}
