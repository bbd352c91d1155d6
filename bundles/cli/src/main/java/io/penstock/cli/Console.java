package io.penstock.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: always UTF-8, whatever the machine's locale says.
 *
 * @param out what was asked for
 * @param err what went wrong, and progress
 * @param in what is piped in
 */
public record Console(PrintStream out, PrintStream err, InputStream in) {
    /** Whether this is the process's own, so that a person may sit before it. */
    public boolean interactive() {
        return in instanceof FileInputStream;
    }

    /** The process's own; not {@code System.out}, which writes in the locale's character set. */
    static Console ofProcess() {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                new FileInputStream(FileDescriptor.in));
    }
}
