package io.penstock.tunnel.agent;

import io.penstock.core.options.Options;
import io.penstock.tunnel.settings.TunnelSettings;
import java.util.Map;
import java.util.function.Function;

/** Starts an agent as the bundle does; for {@link AgentGoesTest}, through classes both loaders know. */
public final class StartedAgent implements Function<Map<String, Object>, AutoCloseable> {
    @Override
    public AutoCloseable apply(Map<String, Object> table) {
        TunnelService service = new TunnelService("test");
        service.apply(Options.of(TunnelSettings.class).bind(table).orThrow("[tunnel]"));
        return service;
    }
}
