package io.penstock.admin.console;

import io.penstock.core.options.Capability;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [admin-console]} can be set. */
@Component
public final class ConsoleCapability implements Capability {
    @Override
    public String table() {
        return "admin-console";
    }

    @Override
    public Class<?> settings() {
        return ConsoleSettings.class;
    }

    @Override
    public String doc() {
        return "Where the web console listens.";
    }
}
