package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets from a file, a pipe or a person at a terminal: never from the command line, which everybody can read. */
final class SecretInput {
    private static final int MAX_BYTES = 4096;
    private static final int FIRST_WITH_IS_TERMINAL = 22;

    private SecretInput() {
    }

    /**
     * The first line of the file, or else of standard input.
     *
     * @param what for the question and the error
     */
    static String read(String what, Optional<String> file, Console console) {
        String text = file.map(name -> ofFile(what, Path.of(name))).orElseGet(() -> ofInput(what, console));
        if (text.isEmpty()) {
            throw PenstockException.invalid("cli.secret", "expected the " + what + " on standard input or in a file, but found nothing");
        }
        return text;
    }

    private static String ofFile(String what, Path file) {
        try {
            String text = Files.readString(file);
            return text.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "cli.secret-file", "the " + what + " cannot be read from " + file + ": "
                    + PenstockException.describe(e), e);
        }
    }

    private static String ofInput(String what, Console console) {
        if (console.interactive() && isTerminal()) {
            char[] typed = System.console().readPassword("%s: ", Character.toUpperCase(what.charAt(0)) + what.substring(1));
            return typed == null ? "" : new String(typed);
        }
        try {
            return line(console.in());
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.RETRY, "cli.io", PenstockException.describe(e), e);
        }
    }

    /** Byte by byte: what stands behind the line is the next question's. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n' && line.size() < MAX_BYTES; next = in.read()) {
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Newer Javas have a console even where there is no terminal. */
    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        if (Runtime.version().feature() < FIRST_WITH_IS_TERMINAL) {
            return true;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
