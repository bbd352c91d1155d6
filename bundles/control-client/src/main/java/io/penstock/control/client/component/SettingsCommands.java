package io.penstock.control.client.component;

import io.penstock.control.client.session.ServerSettingsBook;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Changes settings by the very commands a person would use. Thread-safe. */
final class SettingsCommands implements ServerSettingsBook.SettingsWriter {
    private static final String SET = "config.set";
    private static final String RESET = "config.reset";

    private final Map<String, AdminCommand> commands = new ConcurrentHashMap<>();

    void add(AdminCommand command) {
        if (command.name().equals(SET) || command.name().equals(RESET)) {
            commands.put(command.name(), command);
        }
    }

    void remove(AdminCommand command) {
        commands.remove(command.name(), command);
    }

    @Override
    public void set(String setting, Object value) throws InterruptedException {
        run(SET, Map.of("setting", setting, "value", value));
    }

    @Override
    public void reset(String setting) throws InterruptedException {
        run(RESET, Map.of("setting", setting));
    }

    private void run(String name, Map<String, Object> arguments) throws InterruptedException {
        AdminCommand command = commands.get(name);
        if (command == null) {
            throw PenstockException.retry("control.settings", "the config bundle is not there", null);
        }
        command.run(arguments, answer -> { });
    }
}
