package io.penstock.config.source;

/**
 * Something a person should know about the configuration. Immutable.
 *
 * @param where a place in the file ({@code penstock.toml:12}), the name of a variable, or a PID
 * @param message never holds a secret
 */
public record Finding(Severity severity, String where, String message) {
    /** How bad it is. */
    public enum Severity {
        /** What it is about is not applied. */
        ERROR,
        /** It has no effect yet. */
        WARNING
    }

    /** An error. */
    public static Finding error(Object where, String message) {
        return new Finding(Severity.ERROR, where.toString(), message);
    }

    /** A warning. */
    public static Finding warning(Object where, String message) {
        return new Finding(Severity.WARNING, where.toString(), message);
    }

    /** Whether it is an error. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return where + ": " + message;
    }
}
