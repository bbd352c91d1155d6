package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.pipes.state.Origin;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is owed for a batch: it settles once, when the last share was given back, with the worst fate of all. Born with
 * one share, its maker's. Thread-safe.
 */
abstract class Claim {
    private final AtomicInteger shares = new AtomicInteger(1);
    private final AtomicReference<Fate> worst = new AtomicReference<>(Fate.DONE);

    /** Takes one more share; only while holding one. */
    final void retain() {
        shares.incrementAndGet();
    }

    /** Gives a share back. */
    final void release(Fate fate) {
        if (fate != Fate.DONE) {
            worst.accumulateAndGet(fate, Fate::and);
        }
        if (shares.decrementAndGet() == 0) {
            settled(worst.get());
        }
    }

    /** Called once, by whoever gave back the last share. */
    abstract void settled(Fate fate);

    /** Where the batch was read, as far as it can be read again. */
    Origin origin() {
        return Origin.NONE;
    }
}
