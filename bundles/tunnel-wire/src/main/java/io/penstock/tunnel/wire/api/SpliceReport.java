package io.penstock.tunnel.wire.api;

/**
 * How a splice ended.
 *
 * @param leftBytes that came from the left side (socket, or left stream)
 * @param rightBytes that came from the right side (stream)
 * @param message for people
 */
public record SpliceReport(End end, long leftBytes, long rightBytes, String message) {
    /** Why. */
    public enum End {
        /** Both sides sent their FIN. */
        FINISHED,
        /** The left side broke. */
        LEFT_RESET,
        /** The right side broke, or its session was lost. */
        RIGHT_RESET,
        /** Nothing came for too long. */
        IDLE,
        /** Somebody here closed it. */
        CLOSED
    }
}
