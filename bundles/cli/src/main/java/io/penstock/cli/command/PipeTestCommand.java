package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.local.PipeFiles;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.api.TestReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock pipe test}. */
@Command(sortOptions = false, description = "Runs the tests a pipe carries under tests:. Ends with 1 when one fails.",
        footer = {"", "Examples:", "  penstock pipe test pipes/*.yaml", "  penstock pipe test --junit report.xml web.yaml"})
public final class PipeTestCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    private final Console console;
    @Mixin
    private final LocalPipes pipes = new LocalPipes();
    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results as JUnit XML.")
    private Path junit;
    @Mixin
    private final PipeFileList files = new PipeFileList();

    /** Prints to the console. */
    public PipeTestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<TestReport> reports = new ArrayList<>();
        for (String file : files.names()) {
            String text = PipeFiles.read(file, console);
            TestReport report = pipes.tool(text).test(text, file);
            console.out().print(report.text());
            reports.add(report);
        }
        if (junit != null) {
            writeJunit(reports);
        }
        return reports.stream().allMatch(TestReport::passed) ? 0 : FAILED;
    }

    private void writeJunit(List<TestReport> reports) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        reports.forEach(report -> xml.append(report.junitXml().replaceFirst("^<\\?xml[^>]*\\?>\\s*", "")));
        try {
            Files.writeString(junit, xml.append("</testsuites>\n"));
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "cli.unwritable",
                    junit + " cannot be written: " + PenstockException.describe(e), e);
        }
    }
}
