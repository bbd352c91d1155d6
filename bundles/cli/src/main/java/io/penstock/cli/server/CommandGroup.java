package io.penstock.cli.server;

import io.penstock.cli.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine;

/** The commands of a few nouns. Naming them makes none: a command made is time its user waits. */
public final class CommandGroup {
    private static final List<CommandGroup> ALL = List.of(
            new CommandGroup(AccessCommands.NAMES, AccessCommands::command),
            new CommandGroup(ContextCommands.NAMES, ContextCommands::command),
            new CommandGroup(AgentsCommands.NAMES, AgentsCommands::command),
            new CommandGroup(KeysCommands.NAMES, KeysCommands::command),
            new CommandGroup(PipesCommands.NAMES, PipesCommands::command),
            new CommandGroup(RolloutsCommands.NAMES, RolloutsCommands::command),
            new CommandGroup(EntriesCommands.NAMES, EntriesCommands::command),
            new CommandGroup(UsersCommands.NAMES, UsersCommands::command),
            new CommandGroup(DocumentsCommands.NAMES, DocumentsCommands::command),
            new CommandGroup(ServerCommands.NAMES, ServerCommands::command));

    private final List<String> names;
    private final BiFunction<String, Console, ServerCommand> maker;

    private CommandGroup(List<String> names, BiFunction<String, Console, ServerCommand> maker) {
        this.names = names;
        this.maker = maker;
    }

    /** Every group. */
    public static List<CommandGroup> all() {
        return ALL;
    }

    /** The full names of its commands; some are those of commands that ask this machine's Penstock. */
    public List<String> names() {
        return List.copyOf(new ArrayList<>(names));
    }

    /** One command, ready to be executed. */
    public CommandLine line(String name, Console console) {
        return maker.apply(name, console).commandLine();
    }
}
