package io.penstock.cli.launch;

import java.util.Locale;
import java.util.Optional;

/** What a runtime is started as; bundles read it as the framework property {@code io.penstock.mode}. */
public enum Mode {
    /** Agent and server in one process, on loopback. */
    UP,
    /** Runs pipes where the data is. */
    AGENT,
    /** The control plane. */
    SERVER;

    /** The mode of this word, as in {@link #word}; empty when there is none. */
    public static Optional<Mode> named(String word) {
        for (Mode mode : values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** As written in commands and properties. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
