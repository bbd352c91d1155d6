package io.penstock.pipes.component;

import io.penstock.core.options.Capability;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [pipes]} can be set. */
@Component
public final class PipesCapability implements Capability {
    @Override
    public String table() {
        return "pipes";
    }

    @Override
    public Class<?> settings() {
        return PipesSettings.class;
    }

    @Override
    public String doc() {
        return "Where pipes come from, and how they stop.";
    }
}
