package io.penstock.admin.command;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code plugins.remove}: takes a bundle out of the drop folder; answers when it is gone. */
@Component
public final class PluginsRemoveCommand implements AdminCommand {
    private final BundleContext context;

    /** Works on the drop folder of the framework. */
    @Activate
    public PluginsRemoveCommand(BundleContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "plugins.remove";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        new PluginsChange(context).remove(new Arguments(name(), arguments).text("bundle"), reply);
    }
}
