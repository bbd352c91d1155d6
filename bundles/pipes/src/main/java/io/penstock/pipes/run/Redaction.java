package io.penstock.pipes.run;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Takes secrets out of what a pipe's plugins say: whatever a {@code ${…}} stood for and whatever an option of type
 * secret holds, wherever an error repeats it. Thread-safe.
 */
final class Redaction implements UnaryOperator<String> {
    /** Shorter texts are no secrets worth the name, and stand in half of all words. */
    static final int SHORTEST = 4;
    private static final String HIDDEN = "***";

    private final List<String> secrets = new CopyOnWriteArrayList<>();

    /** As many as a pipe's options have; kept longest first, since one may be part of another. */
    void remember(String secret) {
        String text = secret.strip();
        if (text.length() >= SHORTEST && !secrets.contains(text)) {
            secrets.add(text);
            secrets.sort(Comparator.comparingInt(String::length).reversed());
        }
    }

    @Override
    public String apply(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }
}
