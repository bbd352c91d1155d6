package io.penstock.tunnel.testing;

import io.penstock.core.options.Options;
import io.penstock.tunnel.settings.TunnelSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings for a test gateway; everything on this machine may be dialled. */
public final class TestSettings {
    private TestSettings() {
    }

    /** With these keys put on top; an empty text takes one away. */
    public static TunnelSettings of(TestGateway gateway, Map<String, Object> more) {
        Map<String, Object> written = new HashMap<>(Map.of("id", TestGateway.ID, "private-key", gateway.key().text().reveal(),
                "gateway", gateway.address(), "gateway-pin", gateway.pin(), "allow", List.of("127.0.0.1:1-65535"),
                "health-check", "0s"));
        written.putAll(more);
        written.values().removeIf(""::equals);
        return Options.of(TunnelSettings.class).bind(written).orThrow("[tunnel]");
    }
}
