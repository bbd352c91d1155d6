package io.penstock.config.log;

import io.penstock.core.options.Capability;
import org.osgi.service.component.annotations.Component;

/** The {@code [log]} table. */
@Component
public final class LogCapability implements Capability {
    @Override
    public String table() {
        return "log";
    }

    @Override
    public Class<?> settings() {
        return LogSettings.class;
    }

    @Override
    public String doc() {
        return "What is logged, how, and where to.";
    }
}
