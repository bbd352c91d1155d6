package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import java.util.List;

/** The claim of events that stand for held ones: they share its fate. Thread-safe as {@link Claim} is. */
final class MergedClaim extends Claim {
    private final List<Claim> parts;

    /** @param parts the shares it takes over, one each */
    MergedClaim(List<Claim> parts) {
        this.parts = parts;
    }

    @Override
    void settled(Fate fate) {
        for (Claim part : parts) {
            part.release(fate);
        }
    }
}
