package io.penstock.control.client.component;

import io.penstock.control.client.session.ServerSettingsBook;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import org.osgi.framework.BundleContext;

/** Changes settings by the very commands a person would use. Thread-safe. */
final class SettingsCommands implements ServerSettingsBook.SettingsWriter {
    private static final String CONFIG = "io.penstock.config";

    private final BundleContext context;

    SettingsCommands(BundleContext context) {
        this.context = context;
    }

    @Override
    public void set(String setting, Object value) throws InterruptedException {
        run("config.set", Map.of("setting", setting, "value", value, "by", "server"));
    }

    @Override
    public void reset(String setting) throws InterruptedException {
        run("config.reset", Map.of("setting", setting));
    }

    private void run(String name, Map<String, Object> arguments) throws InterruptedException {
        boolean done = Services.each(context, AdminCommand.class,
                reference -> CONFIG.equals(reference.getBundle().getSymbolicName()),
                command -> command.name().equals(name) && run(command, arguments)).contains(true);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!done) {
            throw PenstockException.retry("control.settings", "the config bundle is not there", null);
        }
    }

    private static boolean run(AdminCommand command, Map<String, Object> arguments) {
        try {
            command.run(arguments, answer -> { });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
