package io.penstock.cli.command;

import io.penstock.core.error.PenstockException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One pipe's file, named by {@code -f} or as a word: people try both. */
final class PipeFile {
    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "The pipe; the same as FILE.")
    private String option;
    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The pipe; - reads it from stdin.")
    private String word;

    /** The file's name; INVALID ({@code cli.file}) unless it was given once. */
    String name() {
        if ((option == null) == (word == null)) {
            throw PenstockException.invalid("cli.file", word == null ? "expected a pipe's file: FILE or -f FILE"
                    : "expected one pipe, but found \"" + word + "\" and -f " + option);
        }
        return word == null ? option : word;
    }
}
