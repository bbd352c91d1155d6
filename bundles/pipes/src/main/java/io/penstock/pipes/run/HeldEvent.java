package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Outlet;
import java.util.Optional;

/** An event a step keeps in flight, with a share of its batch's claim. Stands for all holds of the event. Pipe thread only. */
final class HeldEvent implements Outlet.Hold {
    private final Optional<Claim> claim;
    private final NodeCounters counters;
    int open;
    boolean emitted;
    private boolean cancelled;

    HeldEvent(Optional<Claim> claim, NodeCounters counters) {
        this.claim = claim;
        this.counters = counters;
        claim.ifPresent(Claim::retain);
    }

    /** The event failed after all: as if it had never been held, also should its step use the hold later. */
    void cancel() {
        cancelled = true;
        claim.ifPresent(owner -> owner.release(Fate.DONE));
    }

    /**
     * One hold is used up.
     *
     * @return a share of the claim, for the emission to own or to give back: every emission gets one of its own, a
     *         release only hands back the event's when it was the last
     */
    Optional<Claim> use(boolean byEmit) {
        if (cancelled) {
            return Optional.empty();
        }
        if (open <= 0) {
            throw new PenstockException(ErrorKind.BUG, "pipes.hold", "a hold was used up twice");
        }
        emitted |= byEmit;
        if (--open > 0) {
            if (byEmit) {
                claim.ifPresent(Claim::retain);
                return claim;
            }
            return Optional.empty();
        }
        counters.inFlight.decrement();
        (emitted ? counters.out : counters.filtered).increment();
        return claim;
    }
}
