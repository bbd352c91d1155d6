package io.penstock.plugin.transform.aggregate;

import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.plugin.transform.value.Numbers;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Computes one step of counters. Differences are exact in the type {@link Numbers} promotes to; rates are floats.
 *
 * @param rate per second instead of the difference
 * @param onDecrease what a smaller value means
 */
record CounterStep(boolean rate, DeltaPlugin.OnDecrease onDecrease) {
    private static final double NANOS = 1e9;
    private static final Unsigned TWO_TO_32 = Unsigned.of(1L << 32);
    private static final BigDecimal TWO_TO_64 = new BigDecimal("18446744073709551616");

    /** A step for each counter: null where it was missing before, a null reference where it is missing now. */
    Object[] between(Number[] before, Number[] after, Duration elapsed) {
        Object[] steps = new Object[after.length];
        for (int i = 0; i < steps.length; i++) {
            if (before[i] == null && after[i] != null) {
                steps[i] = Null.NULL;
            } else if (after[i] != null) {
                Number grown = grown(before[i], after[i]);
                steps[i] = rate ? (Object) (grown.doubleValue() / (elapsed.toNanos() / NANOS)) : grown;
            }
        }
        return steps;
    }

    private Number grown(Number before, Number after) {
        if (onDecrease == DeltaPlugin.OnDecrease.NEGATIVE || isNaN(before) || isNaN(after)
                || Numbers.compare(after, before) >= 0) {
            return Numbers.subtract(after, before);
        }
        return switch (onDecrease) {
            case WRAP_32 -> Numbers.subtract(Numbers.add(after, TWO_TO_32), before);
            case WRAP_64 -> wrapped64(before, after);
            case RESET, NEGATIVE -> after;
        };
    }

    private static Number wrapped64(Number before, Number after) {
        if (before instanceof Unsigned from && after instanceof Unsigned to) {
            return Unsigned.ofBits(to.bits() - from.bits());
        }
        return Numbers.subtract(Numbers.add(after, TWO_TO_64), before);
    }

    private static boolean isNaN(Number value) {
        return value instanceof Double number && Double.isNaN(number);
    }

    /** The unit per second, in UCUM; joules of any prefix become watts. */
    static String perSecond(String unit) {
        boolean joules = unit.endsWith("J") && unit.length() <= 2;
        return joules ? unit.replace('J', 'W') : unit.equals("s") ? "1" : unit + "/s";
    }
}
