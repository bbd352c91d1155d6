package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How agents are: all combinations, worst first. */
class StateRuleTest {
    private static final Optional<String> NO = Optional.empty();
    private static final Optional<String> YES = Optional.of("why");

    private static Substate of(boolean removed, boolean disabled, boolean approved, boolean seen, boolean inTouch, boolean goodbye,
                               Optional<String> conflict, boolean refused, boolean draining, Optional<String> updating,
                               Optional<String> degraded) {
        return StateRule.of(new StateRule.Signs(removed, disabled, approved, seen, inTouch, goodbye, conflict, refused, draining,
                updating, degraded)).substate();
    }

    @Test
    void everyCombinationHasTheStateThatGoesFirst() {
        for (int bits = 0; bits < 1 << 11; bits++) {
            boolean[] b = new boolean[11];
            for (int i = 0; i < 11; i++) {
                b[i] = (bits >> i & 1) == 1;
            }
            Substate expected = b[0] ? Substate.REMOVED : b[1] ? Substate.DISABLED : !b[2] ? Substate.APPROVAL
                    : b[6] ? Substate.CONFLICT
                    : b[4] && !b[5] ? b[8] ? Substate.DRAINING : b[9] ? Substate.UPDATING : b[10] ? Substate.DEGRADED : Substate.ONLINE
                    : !b[3] ? Substate.CREATED : b[7] ? Substate.REVOKED : b[5] ? Substate.STOPPED : Substate.OFFLINE;
            assertThat(of(b[0], b[1], b[2], b[3], b[4], b[5], b[6] ? YES : NO, b[7], b[8], b[9] ? YES : NO, b[10] ? YES : NO))
                    .isEqualTo(expected);
        }
    }

    @Test
    void sinceMovesOnlyWithTheState() {
        java.time.Instant start = java.time.Instant.parse("2026-11-21T00:00:00Z");
        Status status = new Status(Substate.DEGRADED, "one", start);
        Status same = status.to(new StateRule.Verdict(Substate.DEGRADED, "two"), start.plusSeconds(5));
        assertThat(same).isEqualTo(new Status(Substate.DEGRADED, "two", start));
        assertThat(same.to(new StateRule.Verdict(Substate.ONLINE, ""), start.plusSeconds(9)).since()).isEqualTo(start.plusSeconds(9));
    }
}
