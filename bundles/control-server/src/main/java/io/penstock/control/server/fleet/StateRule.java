package io.penstock.control.server.fleet;

import java.util.Optional;

/** The one place that says how an agent is. Pure; nobody sets a state by hand. */
public final class StateRule {
    private StateRule() {
    }

    /**
     * What is known of an agent.
     *
     * @param seen whether it was ever in touch
     * @param inTouch whether it was seen within three intervals and ten seconds, or one of its requests waits
     * @param conflict who else uses its identity
     * @param refused whether a revoked credential was tried since it was last seen
     * @param updating what is not yet as wanted
     * @param degraded what is not well
     */
    public record Signs(boolean removed, boolean disabled, boolean approved, boolean seen, boolean inTouch, boolean goodbye,
                        Optional<String> conflict, boolean refused, boolean draining, Optional<String> updating,
                        Optional<String> degraded) {
    }

    /** How an agent is, and why; the reason is empty when all is well. */
    public record Verdict(Substate substate, String reason) {
    }

    /** How an agent is. */
    public static Verdict of(Signs signs) {
        if (signs.removed()) {
            return new Verdict(Substate.REMOVED, "removed");
        }
        if (signs.disabled()) {
            return new Verdict(Substate.DISABLED, "disabled");
        }
        if (!signs.approved()) {
            return new Verdict(Substate.APPROVAL, "waits for approval");
        }
        if (signs.conflict().isPresent()) {
            return new Verdict(Substate.CONFLICT, signs.conflict().get());
        }
        return signs.inTouch() && !signs.goodbye() ? running(signs) : away(signs);
    }

    private static Verdict running(Signs signs) {
        if (signs.draining()) {
            return new Verdict(Substate.DRAINING, "takes nothing new in");
        }
        return signs.updating().map(what -> new Verdict(Substate.UPDATING, what))
                .or(() -> signs.degraded().map(what -> new Verdict(Substate.DEGRADED, what)))
                .orElseGet(() -> new Verdict(Substate.ONLINE, ""));
    }

    private static Verdict away(Signs signs) {
        if (!signs.seen()) {
            return new Verdict(Substate.CREATED, "never connected");
        }
        if (signs.refused()) {
            return new Verdict(Substate.REVOKED, "only tries with a revoked credential");
        }
        return signs.goodbye() ? new Verdict(Substate.STOPPED, "said goodbye") : new Verdict(Substate.OFFLINE, "not seen");
    }
}
