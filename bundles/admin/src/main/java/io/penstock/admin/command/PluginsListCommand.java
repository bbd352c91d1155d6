package io.penstock.admin.command;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code plugins.list}: every input, transform and output there is, and the bundle it comes from. */
@Component
public final class PluginsListCommand implements AdminCommand {
    private final BundleContext context;

    /** Looks at the framework's bundles. */
    @Activate
    public PluginsListCommand(BundleContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "plugins.list";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            rows.addAll(BundleStates.plugins(bundle));
        }
        rows.sort(Comparator.comparing((Map<String, Object> row) -> (String) row.get("kind"))
                .thenComparing(row -> (String) row.get("name")));
        rows.forEach(reply::send);
    }
}
