package io.penstock.config.source;

/**
 * Where a value came from. Immutable.
 *
 * @param detail the place in the file, or the variable's name; may be empty
 */
public record Source(Kind kind, String detail) {
    /** From weakest to strongest. */
    public enum Kind {
        /** The option's own default. */
        DEFAULT,
        /** {@code penstock.toml}. */
        FILE,
        /** A {@code PENSTOCK_} variable. */
        ENVIRONMENT,
        /** The command line. */
        FLAG,
        /** Somebody changed it in the running agent: the console, a command, the server. */
        OVERRIDE
    }

    /** A source without a place. */
    public static Source of(Kind kind) {
        return new Source(kind, "");
    }

    /** For people: {@code default}, {@code conf/penstock.toml:12}, {@code environment PENSTOCK_LOG_LEVEL}. */
    @Override
    public String toString() {
        String word = kind.name().toLowerCase(java.util.Locale.ROOT);
        return kind == Kind.FILE ? detail : detail.isEmpty() ? word : word + " " + detail;
    }
}
