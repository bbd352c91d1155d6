package io.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTimingTest {
    private static final long MILLI = 1_000_000;
    private static final long GIGABIT = 1_000_000_000;
    private static final int BYTES_A_MILLI = 125_000;

    private final LinkTiming link = new LinkTiming();

    @Test
    void letsEverythingThroughAtOnceUnlessToldOtherwise() {
        assertThat(link.admit(1 << 30, 5)).isEqualTo(5);
        assertThat(link.waitNanos(5)).isLessThanOrEqualTo(0);
    }

    @Test
    void delaysWhatIsAdmitted() {
        link.delayNanos(25 * MILLI);
        assertThat(link.admit(100, 3 * MILLI)).isEqualTo(28 * MILLI);
    }

    @Test
    void sendsAtItsRateOverTime() {
        link.rate(GIGABIT);
        long out = 0;
        long now = 0;
        for (int i = 0; i < 1000; i++) {
            now = Math.max(now, now + link.waitNanos(now));
            out = link.admit(BYTES_A_MILLI, now);
        }
        assertThat(out).isBetween(1000 * MILLI - LinkTiming.BURST_NANOS, 1000 * MILLI);
    }

    @Test
    void takesNoMoreWhileWhatItTookIsNotSent() {
        link.rate(GIGABIT);
        link.admit(20 * BYTES_A_MILLI, 0);
        assertThat(link.waitNanos(0)).isEqualTo(20 * MILLI - LinkTiming.BURST_NANOS - LinkTiming.AHEAD_NANOS);
    }

    @Test
    void makesUpForALateTimerButNotForIdleTime() {
        link.rate(GIGABIT);
        link.admit(10 * BYTES_A_MILLI, 0);
        long later = 1_000 * MILLI;
        assertThat(link.admit(10 * BYTES_A_MILLI, later)).isEqualTo(later + 10 * MILLI - LinkTiming.BURST_NANOS);
    }

    @Test
    void keepsOrderAlsoWhenTheClockBeginsNegative() {
        link.rate(GIGABIT);
        long first = link.admit(BYTES_A_MILLI, Long.MIN_VALUE + 1);
        long second = link.admit(BYTES_A_MILLI, Long.MIN_VALUE + 1);
        assertThat(second - first).isNotNegative();
    }

    @Test
    void admitsSmallPortionsToASlowLink() {
        link.rate(10_000_000);
        assertThat(link.portion(1 << 18)).isEqualTo(2500);
        link.rate(0);
        assertThat(link.portion(1 << 18)).isEqualTo(1 << 18);
    }
}
