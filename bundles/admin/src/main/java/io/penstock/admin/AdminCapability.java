package io.penstock.admin;

import io.penstock.core.options.Capability;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [admin]} can be set. */
@Component
public final class AdminCapability implements Capability {
    @Override
    public String table() {
        return "admin";
    }

    @Override
    public Class<?> settings() {
        return AdminSettings.class;
    }

    @Override
    public String doc() {
        return "Where this runtime can be watched from.";
    }
}
