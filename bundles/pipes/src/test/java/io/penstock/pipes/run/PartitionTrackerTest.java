package io.penstock.pipes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Fate;
import io.penstock.pipes.state.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionTrackerTest {
    private static final int BATCHES = 5000;

    private final PartitionTracker tracker = new PartitionTracker("in", Map.of(), () -> { });

    private OriginClaim claim(long to) {
        return tracker.claim("p", to, Optional.empty());
    }

    private long checkpoint() {
        Map<Origin.Source, Long> saved = new HashMap<>();
        tracker.addTo(saved);
        return saved.getOrDefault(new Origin.Source("in", "p"), -1L);
    }

    @Test
    void movesOverSettledBatchesInWhateverOrderTheySettleAndNeverOverAHole() {
        List<OriginClaim> claims = new ArrayList<>();
        for (int to = 1; to <= BATCHES; to++) {
            claims.add(claim(to));
        }
        List<OriginClaim> order = new ArrayList<>(claims);
        Collections.shuffle(order, new Random(11));
        int settled = 0;
        for (OriginClaim claim : order) {
            claim.release(Fate.DONE);
            while (settled < BATCHES && claims.get(settled).done) {
                settled++;
            }
            assertThat(checkpoint()).isEqualTo(settled == 0 ? -1 : settled);
        }
        assertThat(tracker.remembered("p")).isZero();
    }

    @Test
    void remembersLittleOfWhatWasDeliveredBehindABatchThatIsHeldForLong() {
        OriginClaim held = claim(1);
        for (int to = 2; to <= BATCHES; to++) {
            claim(to).release(Fate.DONE);
            assertThat(tracker.remembered("p")).isLessThanOrEqualTo(2);
        }
        held.release(Fate.DONE);
        assertThat(checkpoint()).isEqualTo(BATCHES);
    }

    @Test
    void staysBeforeABatchThatWasAbandoned() {
        OriginClaim first = claim(1);
        OriginClaim lost = claim(2);
        OriginClaim last = claim(3);
        last.release(Fate.DONE);
        lost.release(Fate.ABANDONED);
        first.release(Fate.DONE);
        assertThat(checkpoint()).isEqualTo(1);
    }
}
