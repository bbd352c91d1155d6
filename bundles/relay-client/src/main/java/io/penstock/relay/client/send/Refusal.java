package io.penstock.relay.client.send;

import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.relay.wire.api.RelayProtocol;
import java.io.IOException;
import java.time.Duration;

/** A server said no, and why. */
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SAID_CHARS = 300;
    private static final int PATIENCE = 3;

    private final RejectCode code;
    private final Duration retryAfter;

    Refusal(RejectCode code, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    static Refusal of(Reject reject) {
        String said = reject.message().isBlank() ? "" : ": " + plain(reject.message());
        String what = switch (reject.code()) {
            case VERSION -> "speaks the relay's versions " + reject.minVersion() + " to " + reject.maxVersion()
                    + ", and this client " + RelayProtocol.MIN_VERSION + " to " + RelayProtocol.MAX_VERSION;
            case DENIED -> "does not let this client in (its token, certificate or name)";
            case BUSY -> "is busy";
            case DUPLICATE -> "has a client of this identity already: is this machine a copy of another?";
            case PROTOCOL -> "did not understand what was sent";
            case LIMIT -> "was sent more than it takes";
            case CLOSING -> "is closing";
            case RATE -> "was sent too much in a time";
            case UNKNOWN -> "refused";
        };
        return new Refusal(reject.code(), "the server " + what + said, reject.retryAfter());
    }

    /** What a server said, fit for a log: one line, not endless. */
    static String plain(String said) {
        String line = said.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_SAID_CHARS ? line : line.substring(0, MAX_SAID_CHARS) + "…";
    }

    /** How long to wait at least. */
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether a person must do something about it, seen for the so-manyth time in a row. */
    boolean needsAPerson(int times) {
        // At first it may be this client's own last connection, which the server has not missed yet.
        return !code.passes() || code == RejectCode.DUPLICATE && times >= PATIENCE;
    }
}
