package io.penstock.pipes.component;

/** Takes the texts of pipes from where they lie. Thread-safe; returns before the pipe runs. */
public interface PipeSources {
    /** A text is there, or has changed. */
    void put(String source, String text);

    /** There is a text, but it cannot be read. */
    void unreadable(String source, String reason);

    /** A text is no more. */
    void remove(String source);
}
