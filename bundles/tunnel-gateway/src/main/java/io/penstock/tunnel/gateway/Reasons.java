package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.SpliceReport;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Why streams end, from what the wire says of it. */
final class Reasons {
    private Reasons() {
    }

    /** Of an open that failed. */
    static EndReason of(OpenCode code) {
        return switch (code) {
            case DENIED -> EndReason.DENIED;
            case DNS -> EndReason.DNS;
            case REFUSED -> EndReason.REFUSED;
            case TIMEOUT -> EndReason.TIMEOUT;
            case UNREACHABLE -> EndReason.UNREACHABLE;
            case NO_AGENT -> EndReason.NO_AGENT;
            case NO_TARGET -> EndReason.NO_TARGET;
            case LIMIT -> EndReason.LIMIT;
            case CLOSING -> EndReason.CLOSING;
            case OK, INTERNAL -> EndReason.INTERNAL;
        };
    }

    /** Whether another connection of the same agent would say the same. */
    static boolean sameElsewhere(OpenCode code) {
        return switch (code) {
            case DENIED, DNS, REFUSED, TIMEOUT, UNREACHABLE, NO_TARGET -> true;
            case OK, NO_AGENT, LIMIT, INTERNAL, CLOSING -> false;
        };
    }

    /**
     * Of a splice that ended. When a connection is lost its streams are told first: so whether it is can be seen a turn later.
     *
     * @param told on the loop of the agent's connection
     */
    static void afterSession(AgentLink link, SpliceReport report, Consumer<EndReason> told) {
        if (report.end() != SpliceReport.End.RIGHT_RESET) {
            told.accept(switch (report.end()) {
                case FINISHED -> EndReason.FINISHED;
                case LEFT_RESET -> EndReason.CLIENT_RESET;
                case RIGHT_RESET -> EndReason.TARGET_RESET;
                case IDLE -> EndReason.IDLE;
                case CLOSED -> EndReason.REVOKED;
            });
            return;
        }
        try {
            link.loop().execute(() -> told.accept(link.isGone() ? link.ending() : EndReason.TARGET_RESET));
        } catch (RejectedExecutionException e) {
            told.accept(EndReason.CLOSING);
        }
    }
}
