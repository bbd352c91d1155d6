package io.penstock.admin.socket;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands there are at this moment. Thread-safe, as long as the suppliers are. */
public final class CommandTable {
    private final Supplier<Collection<AdminCommand>> commands;
    private final Supplier<Collection<RawCommand>> raw;

    /** Asked anew at every request. */
    public CommandTable(Supplier<Collection<AdminCommand>> commands, Supplier<Collection<RawCommand>> raw) {
        this.commands = commands;
        this.raw = raw;
    }

    /** The command of that name; NOT_FOUND ({@code admin.unknown-command}) when no bundle offers it now. */
    public AdminCommand command(String name) {
        return find(name).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "admin.unknown-command",
                "no bundle that is running here offers the command \"" + name + "\"; there are " + names()));
    }

    /** The command of that name, if a bundle offers it now. */
    public Optional<AdminCommand> find(String name) {
        return commands.get().stream().filter(command -> command.name().equals(name)).findFirst();
    }

    Optional<RawCommand> raw(String name) {
        return raw.get().stream().filter(command -> command.name().equals(name)).findFirst();
    }

    private String names() {
        return Stream.concat(commands.get().stream().map(AdminCommand::name), raw.get().stream().map(RawCommand::name))
                .sorted().collect(Collectors.joining(", "));
    }
}
