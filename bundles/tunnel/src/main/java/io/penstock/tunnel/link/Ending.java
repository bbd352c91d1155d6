package io.penstock.tunnel.link;

import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.RefusalCode;
import java.time.Duration;

/**
 * Why a connection, or the attempt at one, ended. Immutable.
 *
 * @param message one line for people
 * @param retryAfter not sooner, the gateway asks; zero where it does not
 */
record Ending(Kind kind, String message, Duration retryAfter) {
    /** What it means for the next try. */
    enum Kind {
        /** The network, or the gateway's machine: try again. */
        LOST,
        /** Not a byte came: the way is shut, so trying often costs the gateway nothing. */
        SILENT,
        /** The gateway is on its way out or has no room: it says when to come back. */
        BUSY,
        /** Another process has this id. */
        DUPLICATE,
        /** Somebody switched this id off at the gateway. */
        DISABLED,
        /** The two do not come to terms, until somebody changes something. */
        REFUSED
    }

    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);

    static Ending lost(String message) {
        return new Ending(Kind.LOST, message, Duration.ZERO);
    }

    static Ending silent(String message) {
        return new Ending(Kind.SILENT, message, Duration.ZERO);
    }

    static Ending refused(String message) {
        return new Ending(Kind.REFUSED, message, Duration.ZERO);
    }

    /** What a gateway's refusal means. */
    static Ending of(Message.Refused refused) {
        long millis = Math.max(0, Math.min(refused.retryAfterMs(), MAX_RETRY_AFTER.toMillis()));
        String message = "the gateway refuses: " + refused.code() + (refused.message().isBlank() ? "" : ", " + refused.message());
        return new Ending(kind(refused.code()), message, Duration.ofMillis(millis));
    }

    /** Whether trying again soon is of no use, here or at another gateway of the same settings. */
    boolean isRefusal() {
        return kind == Kind.DUPLICATE || kind == Kind.DISABLED || kind == Kind.REFUSED;
    }

    private static Kind kind(RefusalCode code) {
        return switch (code) {
            case DUPLICATE -> Kind.DUPLICATE;
            case DISABLED -> Kind.DISABLED;
            case BUSY, CLOSING -> Kind.BUSY;
            case NO_SESSION -> Kind.LOST;
            case UNAUTHENTICATED, VERSION, MALFORMED, OTHER -> Kind.REFUSED;
        };
    }
}
