package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.local.PipeFiles;
import io.penstock.cli.text.OutputFormat;
import io.penstock.cli.text.TableText;
import io.penstock.core.error.ErrorKind;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock pipe lint}. */
@Command(sortOptions = false, description = "Finds what is wrong with a pipe: line, column, what was expected, what to write "
        + "instead. Ends with 2 when there are errors.",
        footer = {"", "Examples:", "  penstock pipe lint pipes/*.yaml", "  penstock pipe lint -o json web.yaml",
            "  cat web.yaml | penstock pipe lint -"})
public final class PipeLintCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final LocalPipes pipes = new LocalPipes();
    @Mixin
    private final Output output = new Output();
    @Option(names = "--strict", description = "Warnings count as errors.")
    private boolean strict;
    @Mixin
    private PipeFileList pipeFiles = new PipeFileList();

    /** Prints to the console. */
    public PipeLintCommand(Console console) {
        this.console = console;
    }

    /** As called with files and no options: without the parser, whose loading would take as long as all the rest. */
    public static int lint(Console console, List<String> files) {
        PipeLintCommand command = new PipeLintCommand(console);
        command.pipeFiles = PipeFileList.of(files);
        return command.call();
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        List<String> files = pipeFiles.names();
        for (String file : files) {
            findings.addAll(lint(PipeFiles.read(file, console), file));
        }
        if (output.format() == OutputFormat.TABLE) {
            findings.forEach(finding -> console.out().println(TableText.printable(finding.toString())));
            console.err().println(summary(files, findings));
        } else {
            output.value(findings.stream().map(PipeLintCommand::row).toList(), console);
        }
        boolean wrong = findings.stream().anyMatch(finding -> strict || finding.severity() == Severity.ERROR);
        return wrong ? ErrorKind.INVALID.exitCode() : 0;
    }

    private List<Finding> lint(String text, String file) {
        List<Finding> findings = pipes.tool(text).lint(text, file);
        // With something wrong every plugin is loaded, so that the advice is drawn from all of them.
        return findings.isEmpty() ? findings : pipes.toolWithAll().lint(text, file);
    }

    private static String summary(List<String> files, List<Finding> findings) {
        long errors = findings.stream().filter(finding -> finding.severity() == Severity.ERROR).count();
        long warnings = findings.size() - errors;
        String what = files.size() == 1 ? files.get(0) : files.size() + " pipes";
        return findings.isEmpty() ? what + ": fine" : what + ": " + errors + " errors, " + warnings + " warnings";
    }

    private static Map<String, Object> row(Finding finding) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("source", finding.source());
        row.put("line", finding.line());
        row.put("column", finding.column());
        row.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        row.put("code", finding.code());
        row.put("message", finding.message());
        finding.suggestion().ifPresent(text -> row.put("suggestion", text));
        return row;
    }
}
