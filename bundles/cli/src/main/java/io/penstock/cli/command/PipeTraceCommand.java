package io.penstock.cli.command;

import io.penstock.admin.api.PlainJson;
import io.penstock.cli.Console;
import io.penstock.cli.local.PipeFiles;
import io.penstock.cli.text.TableText;
import io.penstock.pipes.api.TraceStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock pipe trace}. */
@Command(sortOptions = false, description = "Shows every event after every step, with the time it took. Events come from "
        + "stdin or a file, one a line; outputs are not touched.",
        footer = {"", "Examples:", "  tail -5 access.log | penstock pipe trace -f web.yaml",
            "  penstock pipe trace -f web.yaml --events sample.jsonl --json"})
public final class PipeTraceCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final LocalPipes pipes = new LocalPipes();
    @Mixin
    private final PipeFile pipe = new PipeFile();
    @Option(names = {"-e", "--events"}, paramLabel = "FILE", description = "Where events are read from; stdin unless given.")
    private Path events;
    @Option(names = "--input", paramLabel = "ID", description = "Which of the pipe's inputs the events come from.")
    private String input;
    @Option(names = "--json", description = "A line is a JSON object of fields, instead of a text.")
    private boolean json;
    @Option(names = {"-n", "--count"}, paramLabel = "N", description = "Stop after so many events.")
    private long count = Long.MAX_VALUE;

    /** Prints to the console. */
    public PipeTraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String file = pipe.name();
        String text = PipeFiles.read(file, console);
        try (InputStream in = events == null ? console.in() : Files.newInputStream(events);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Stream<Object> lines = reader.lines().filter(line -> !line.isBlank()).limit(count).map(this::event);
            Iterable<Object> oneByOne = lines::iterator;
            pipes.tool(text).trace(text, file, Optional.ofNullable(input), oneByOne, this::print);
        }
        return 0;
    }

    private Object event(String line) {
        return json ? PlainJson.read(line) : line;
    }

    private void print(TraceStep step) {
        step.toString().lines().forEach(line -> console.out().println(TableText.printable(line)));
    }
}
