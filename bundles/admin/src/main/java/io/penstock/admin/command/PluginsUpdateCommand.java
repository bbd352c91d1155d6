package io.penstock.admin.command;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code plugins.update}: replaces a bundle of the drop folder; answers when the new one is active. */
@Component
public final class PluginsUpdateCommand implements AdminCommand {
    private final BundleContext context;

    /** Works on the drop folder of the framework. */
    @Activate
    public PluginsUpdateCommand(BundleContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "plugins.update";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        PluginsChange change = new PluginsChange(context);
        change.update(BundleJar.read(Path.of(new Arguments(name(), arguments).text("file"))), reply);
    }
}
