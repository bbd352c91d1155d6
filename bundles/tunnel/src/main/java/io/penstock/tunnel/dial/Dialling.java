package io.penstock.tunnel.dial;

/** Something that is being dialled. Event loop only. */
@FunctionalInterface
public interface Dialling {
    /** Nothing is. */
    Dialling NONE = () -> { };

    /** Gives up; the outcome is told nothing more. No effect once it is over. */
    void cancel();
}
