package io.penstock.cli.command;

import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One or more pipes' files, named by {@code -f} or as words. */
final class PipeFileList {
    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "A pipe; the same as FILE.")
    private List<String> options = new ArrayList<>();
    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Pipes; - reads one from stdin.")
    private List<String> words = new ArrayList<>();

    static PipeFileList of(List<String> files) {
        PipeFileList list = new PipeFileList();
        list.words = List.copyOf(files);
        return list;
    }

    /** The files' names; INVALID ({@code cli.file}) when there are none. */
    List<String> names() {
        List<String> names = new ArrayList<>(options);
        names.addAll(words);
        if (names.isEmpty()) {
            throw PenstockException.invalid("cli.file", "expected a pipe's file: FILE or -f FILE");
        }
        return names;
    }
}
