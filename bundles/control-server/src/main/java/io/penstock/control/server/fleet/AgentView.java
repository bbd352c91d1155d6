package io.penstock.control.server.fleet;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthPart;
import io.penstock.control.api.HealthReport;
import io.penstock.control.api.HealthStatus;
import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.ReportedState;
import io.penstock.control.server.pipe.AgentFacts;
import io.penstock.control.server.pipe.Planner;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An agent at one moment: its entry, how it is, what it is to run and what it says it runs. Immutable.
 *
 * @param waiting whether one of its requests waits here
 */
public record AgentView(AgentRow row, Status status, Optional<Instant> lastSeen, Optional<String> address, Told told,
                        Optional<Conflict> conflict, Map<String, Placement> placements, Map<String, Refusal> refusals,
                        Offer offer, boolean waiting) {
    /** What selectors see. */
    public AgentFacts facts() {
        return row.facts();
    }

    /** How many pipes it is to run. */
    int desired() {
        return offer.pipes().size();
    }

    /** How many of its pipes run. */
    int running() {
        return (int) told.pipes().stream().filter(one -> one.state() == ReportedState.RUNNING
                || one.state() == ReportedState.DEGRADED || one.state() == ReportedState.COMPLETED).count();
    }

    /** How many of its pipes have failed. */
    int failed() {
        return (int) told.pipes().stream().filter(AgentView::bad).count();
    }

    public static boolean bad(PipeReport report) {
        return report.state() == ReportedState.FAILED || report.lastAttempt()
                .filter(attempt -> attempt.result() != AttemptResult.APPLIED).isPresent();
    }

    /** What the agent has not yet done of what is offered. */
    static Optional<String> updating(Told told, Offer offer, Offers offers) {
        boolean current = told.known().manifest().equals(Optional.of(offer.manifestHash()));
        for (Map.Entry<String, String> wanted : offer.pipes().entrySet()) {
            Optional<PipeReport> report = told.pipe(wanted.getKey());
            boolean tried = report.flatMap(PipeReport::lastAttempt).filter(attempt -> attempt.spec().equals(wanted.getValue()))
                    .isPresent();
            if (!tried && !runs(report, wanted.getValue(), offers, current)) {
                return Optional.of("pipe " + offers.spec(wanted.getValue()).map(spec -> spec.name()).orElse(wanted.getKey())
                        + " is not yet as wanted");
            }
        }
        if (offer.settingsHash().isPresent() && !told.known().settings().equals(offer.settingsHash())) {
            return Optional.of("settings are not yet as wanted");
        }
        boolean more = told.pipes().stream().anyMatch(one -> one.pipeId().isPresent() && one.running().isPresent()
                && !offer.pipes().containsKey(one.pipeId().get()));
        return more && !current ? Optional.of("a pipe is to be taken away") : Optional.empty();
    }

    /** Whether a pipe is as this spec wants it. */
    static boolean runs(Optional<PipeReport> report, String spec, Offers offers, boolean current) {
        Desired desired = offers.spec(spec).map(found -> found.desired()).orElse(Desired.RUNNING);
        if (desired == Desired.RUNNING) {
            return report.flatMap(PipeReport::running).filter(running -> running.spec().equals(spec)).isPresent();
        }
        return current && report.map(PipeReport::state).filter(state -> state == ReportedState.PAUSED
                || state == ReportedState.STOPPED || state == ReportedState.COMPLETED).isPresent();
    }

    /** What is not well. */
    static Optional<String> degraded(Told told) {
        for (PipeReport report : told.pipes()) {
            Optional<LastAttempt> attempt = report.lastAttempt().filter(one -> one.result() != AttemptResult.APPLIED);
            if (attempt.isPresent()) {
                return Optional.of("pipe " + report.name() + ": revision " + attempt.get().revision() + " "
                        + words(attempt.get().result()) + attempt.get().message().map(text -> ": " + text).orElse(""));
            }
            if (report.state() == ReportedState.FAILED || report.state() == ReportedState.DEGRADED) {
                return Optional.of("pipe " + report.name() + " has "
                        + (report.state() == ReportedState.FAILED ? "failed" : "trouble")
                        + report.reason().map(text -> ": " + text).orElse(""));
            }
        }
        return told.health().status() == HealthStatus.OK ? Optional.empty()
                : Optional.of(told.health().message().or(() -> worst(told.health())).orElse("the agent is not well"));
    }

    /** The part that is worst, with its reason. */
    private static Optional<String> worst(HealthReport health) {
        return health.parts().entrySet().stream().filter(part -> badness(part.getValue()) > 0)
                .max(Comparator.comparingInt(part -> badness(part.getValue()))).map(part -> part.getKey() + " is "
                        + part.getValue().state().toLowerCase(Locale.ROOT)
                        + (part.getValue().reason().isEmpty() ? "" : ": " + part.getValue().reason()));
    }

    private static int badness(HealthPart part) {
        return List.of("waiting", "degraded", "failed", "down").indexOf(part.state().toLowerCase(Locale.ROOT)) + 1;
    }

    private static String words(AttemptResult result) {
        return switch (result) {
            case APPLIED -> "runs";
            case REJECTED -> "was rejected";
            case FAILED -> "failed";
            case ROLLED_BACK -> "was rolled back";
        };
    }

    /** Whether it is a place of settings, not of a pipe. */
    static boolean settings(String place) {
        return place.equals(Planner.SETTINGS);
    }
}
