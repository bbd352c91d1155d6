package io.penstock.relay.client.send;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.relay.client.settings.ServerAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * What kept a round of the servers from succeeding. Immutable.
 *
 * @param reason one line for people
 * @param needsAPerson whether waiting will not help
 * @param retryAfter how long a server wants to be left alone
 */
record Failure(String reason, boolean needsAPerson, Duration retryAfter) {
    /** It succeeded. */
    static final Failure NONE = new Failure("", false, Duration.ZERO);
    /** A server may not keep a client away for longer. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    /** This and one more server's, seen for the so-manyth time in a row. */
    Failure and(ServerAddress server, Exception cause, int times) {
        boolean told = cause instanceof Refusal || cause instanceof LostConnection;
        String text = "cannot relay to " + server + ": "
                + (told ? cause.getMessage() : PenstockException.describe(cause));
        boolean person = cause instanceof Refusal refusal && refusal.needsAPerson(times)
                || cause instanceof PenstockException refused && refused.kind() == ErrorKind.INVALID
                || cause instanceof SSLException && isOfCertificates(cause);
        Duration after = cause instanceof Refusal refusal ? refusal.retryAfter() : Duration.ZERO;
        Duration bounded = after.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : after;
        return new Failure(reason.isEmpty() ? text : reason + "; " + text, needsAPerson || person,
                bounded.compareTo(retryAfter) > 0 ? bounded : retryAfter);
    }

    /** One end does not trust the other; anything else of TLS may be a connection that broke. */
    private static boolean isOfCertificates(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException
                    || String.valueOf(cause.getMessage()).startsWith("Received fatal alert")) {
                return true;
            }
        }
        return false;
    }
}
