package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.local.PipeFiles;
import io.penstock.pipes.api.GraphFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock pipe graph}. */
@Command(sortOptions = false, description = "Draws a pipe: what takes its events from where.",
        footer = {"", "Examples:", "  penstock pipe graph web.yaml", "  penstock pipe graph -o dot web.yaml | dot -Tsvg > web.svg"})
public final class PipeGraphCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final LocalPipes pipes = new LocalPipes();
    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "mermaid",
            description = "MERMAID, DOT or JSON. Default: mermaid.")
    private GraphFormat format = GraphFormat.MERMAID;
    @Mixin
    private final PipeFile pipe = new PipeFile();

    /** Prints to the console. */
    public PipeGraphCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String file = pipe.name();
        String text = PipeFiles.read(file, console);
        String graph = pipes.tool(text).graph(text, file, format);
        console.out().print(graph.endsWith("\n") ? graph : graph + "\n");
        return 0;
    }
}
