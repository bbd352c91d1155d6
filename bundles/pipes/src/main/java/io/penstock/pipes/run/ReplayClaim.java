package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;

/** The claim of a dead letter on its way again. Thread-safe as {@link Claim} is. */
final class ReplayClaim extends Claim {
    private final Runnable delivered;

    ReplayClaim(Runnable delivered) {
        this.delivered = delivered;
    }

    @Override
    void settled(Fate fate) {
        if (fate == Fate.DONE) {
            delivered.run();
        }
    }
}
