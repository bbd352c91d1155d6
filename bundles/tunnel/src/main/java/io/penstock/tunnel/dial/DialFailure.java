package io.penstock.tunnel.dial;

import io.netty.channel.ConnectTimeoutException;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.OpenCode;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Why something could not be reached. Immutable.
 *
 * @param code never OK
 * @param message one line for people, on this end and the other
 */
public record DialFailure(OpenCode code, String message) {
    /** What the operating system, or Netty, said about a connect. */
    static DialFailure of(String where, Throwable cause) {
        OpenCode code = code(cause);
        String text = switch (code) {
            case REFUSED -> "refuses connections";
            case TIMEOUT -> "does not answer";
            case UNREACHABLE -> "cannot be reached from here";
            default -> "failed: " + PenstockException.describe(cause);
        };
        return new DialFailure(code, where + " " + text);
    }

    private static OpenCode code(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof ConnectTimeoutException || text.contains("timed out")) {
            return OpenCode.TIMEOUT;
        }
        if (cause instanceof UnknownHostException) {
            return OpenCode.DNS;
        }
        if (cause instanceof NoRouteToHostException || text.contains("unreachable") || text.contains("no route")
                || text.contains("not permitted") || text.contains("cannot assign")) {
            return OpenCode.UNREACHABLE;
        }
        return text.contains("refused") || text.contains("reset") ? OpenCode.REFUSED : OpenCode.INTERNAL;
    }

    /** Of two addresses' failures the one that says more: an answer says more than silence, silence more than no way. */
    DialFailure moreTelling(DialFailure other) {
        return rank(other.code) < rank(code) ? other : this;
    }

    private static int rank(OpenCode code) {
        return switch (code) {
            case REFUSED -> 0;
            case TIMEOUT -> 1;
            case UNREACHABLE -> 2;
            default -> 3;
        };
    }
}
