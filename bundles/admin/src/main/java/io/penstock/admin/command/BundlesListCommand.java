package io.penstock.admin.command;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code bundles.list}: every bundle of the framework, the platform's too. */
@Component
public final class BundlesListCommand implements AdminCommand {
    private final BundleContext context;

    /** Looks at the framework's bundles. */
    @Activate
    public BundlesListCommand(BundleContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "bundles.list";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        for (Bundle bundle : context.getBundles()) {
            reply.send(BundleStates.row(bundle));
        }
    }
}
