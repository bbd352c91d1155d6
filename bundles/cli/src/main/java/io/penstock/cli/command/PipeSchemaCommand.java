package io.penstock.cli.command;

import io.penstock.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock pipe schema}. */
@Command(sortOptions = false, description = "Prints the JSON Schema of pipes with the plugins that are installed: editors check "
        + "and complete with it.",
        footer = {"", "Examples:", "  penstock pipe schema > pipe.schema.json",
            "  # then, as the first line of a pipe", "  # yaml-language-server: $schema=pipe.schema.json"})
public final class PipeSchemaCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final LocalPipes pipes = new LocalPipes();

    /** Prints to the console. */
    public PipeSchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().println(pipes.toolWithAll().schema());
        return 0;
    }
}
