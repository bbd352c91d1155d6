package io.penstock.cli.launch;

import java.util.Locale;

/** What a runtime is started as; bundles read it as the framework property {@code io.penstock.mode}. */
public enum Mode {
    /** Agent and server in one process, on loopback. */
    UP,
    /** Runs pipes where the data is. */
    AGENT,
    /** The control plane. */
    SERVER;

    /** As written in commands and properties. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
