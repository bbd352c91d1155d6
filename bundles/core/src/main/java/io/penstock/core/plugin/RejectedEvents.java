package io.penstock.core.plugin;

import java.util.Map;

/** Thrown by an output that stored a batch except for some of its events. */
public final class RejectedEvents extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Integer, String> reasons;

    /** @param reasons by the event's index in the batch, from 0 */
    public RejectedEvents(Map<Integer, String> reasons) {
        super(reasons.size() + " events rejected, the first because: " + reasons.values().iterator().next());
        this.reasons = Map.copyOf(reasons);
    }

    /** Why each event was refused, by its index in the batch. */
    public Map<Integer, String> reasons() {
        return reasons;
    }
}
