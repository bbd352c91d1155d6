package io.penstock.plugin.transform.value;

import io.penstock.core.event.Unsigned;
import io.penstock.core.event.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Sums, differences and order over the number types of events. The promotion rule everywhere: with a float involved the
 * result is a float; else with a decimal a decimal; else it is whole and exact, in the first type that holds it of the
 * operands' own, int, uint, decimal. Comparing is exact across all types; NaN is greater than everything.
 */
public final class Numbers {
    private Numbers() {
    }

    /** The exact decimal of a number, a float's by its shortest text; a null reference for NaN, infinities, non-numbers. */
    public static BigDecimal toDecimal(Object value) {
        if (value instanceof Long whole) {
            return BigDecimal.valueOf(whole);
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
        }
        if (value instanceof Unsigned unsigned) {
            return new BigDecimal(unsigned.toBigInteger());
        }
        return value instanceof BigDecimal decimal ? decimal : null;
    }

    /** Whether the number has no fraction. */
    public static boolean isWhole(BigDecimal exact) {
        return exact.signum() == 0 || exact.scale() <= 0 || exact.stripTrailingZeros().scale() <= 0;
    }

    /** {@code a + b}. */
    public static Number add(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            long sum = x + y;
            return ((x ^ sum) & (y ^ sum)) < 0 ? whole(toInteger(a).add(toInteger(b)), false) : (Number) sum;
        }
        if (a instanceof Unsigned x && b instanceof Unsigned y && Long.compareUnsigned(x.bits() + y.bits(), x.bits()) >= 0) {
            return Unsigned.ofBits(x.bits() + y.bits());
        }
        if (a instanceof Double || b instanceof Double) {
            return a.doubleValue() + b.doubleValue();
        }
        if (a instanceof BigDecimal || b instanceof BigDecimal) {
            return toDecimal(a).add(toDecimal(b));
        }
        return whole(toInteger(a).add(toInteger(b)), a instanceof Unsigned && b instanceof Unsigned);
    }

    /** {@code a - b}. */
    public static Number subtract(Number a, Number b) {
        if (a instanceof Unsigned x && b instanceof Unsigned y && x.compareTo(y) >= 0) {
            return Unsigned.ofBits(x.bits() - y.bits());
        }
        if (a instanceof Double || b instanceof Double) {
            return a.doubleValue() - b.doubleValue();
        }
        if (a instanceof BigDecimal || b instanceof BigDecimal) {
            return toDecimal(a).subtract(toDecimal(b));
        }
        return whole(toInteger(a).subtract(toInteger(b)), false);
    }

    /** Orders numbers by value, exactly and across types. */
    public static int compare(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return Double.compare(x, y);
        }
        if (a instanceof Unsigned x && b instanceof Unsigned y) {
            return x.compareTo(y);
        }
        BigDecimal x = exactly(a);
        BigDecimal y = exactly(b);
        return x != null && y != null ? x.compareTo(y) : Double.compare(a.doubleValue(), b.doubleValue());
    }

    /** A number as the value of a measurement: unsigned where it is whole, fits and is not negative, else a float. */
    public static Number measured(Number value) {
        return value instanceof Long whole && whole >= 0 ? Unsigned.of(whole)
                : value instanceof Unsigned ? value : (Number) value.doubleValue();
    }

    private static BigDecimal exactly(Number value) {
        return value instanceof Double number
                ? Double.isFinite(number) ? new BigDecimal(number) : null : toDecimal(value);
    }

    private static BigInteger toInteger(Number whole) {
        return whole instanceof Unsigned unsigned ? unsigned.toBigInteger() : BigInteger.valueOf(whole.longValue());
    }

    private static Number whole(BigInteger value, boolean preferUnsigned) {
        return preferUnsigned && value.signum() >= 0 && value.bitLength() <= Long.SIZE
                ? Unsigned.ofBits(value.longValue()) : (Number) ValueType.from(value);
    }
}
