package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts in and out. */
final class Texts {
    private Texts() {
    }

    /** Lines stay, other control characters do not: what comes from outside must not steer a terminal. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : (char) c));
        if (!text.isEmpty() && !text.endsWith("\n")) {
            clean.append('\n');
        }
        return clean.toString();
    }

    static String file(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "cli.file", file + " cannot be read: " + PenstockException.describe(e), e);
        }
    }

    static int number(String label, String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw PenstockException.invalid("cli.words", label + ": expected a number, but found \"" + word + "\"");
        }
    }
}
