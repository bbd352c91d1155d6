package io.penstock.core.event;

import io.penstock.core.error.PenstockException;
import java.math.BigInteger;

/** A whole number from 0 to 2^64-1, exact. Immutable. */
public final class Unsigned extends Number implements Comparable<Unsigned> {
    private static final long serialVersionUID = 1L;
    private static final double TWO_TO_64 = 0x1p64;

    /** 2^64-1. */
    public static final Unsigned MAX = new Unsigned(-1L);

    private final long bits;

    private Unsigned(long bits) {
        this.bits = bits;
    }

    /** From a signed number; a negative one is INVALID ({@code event.unsigned}). */
    public static Unsigned of(long value) {
        if (value < 0) {
            throw PenstockException.invalid("event.unsigned", "expected 0 or more, but found " + value);
        }
        return new Unsigned(value);
    }

    /** From the 64 bits themselves: {@code -1L} is 2^64-1. */
    public static Unsigned ofBits(long bits) {
        return new Unsigned(bits);
    }

    /** Reads decimal digits; anything else is INVALID ({@code event.unsigned}). */
    public static Unsigned parse(String digits) {
        try {
            return new Unsigned(Long.parseUnsignedLong(digits));
        } catch (NumberFormatException e) {
            throw PenstockException.invalid("event.unsigned",
                    "expected a whole number from 0 to 18446744073709551615, but found \"" + digits + "\"");
        }
    }

    /** The 64 bits, to be read as unsigned. */
    public long bits() {
        return bits;
    }

    /** Whether the value fits a signed 64-bit number. */
    public boolean fitsLong() {
        return bits >= 0;
    }

    /** The exact value. */
    public BigInteger toBigInteger() {
        return new BigInteger(toString());
    }

    @Override
    public int intValue() {
        return (int) bits;
    }

    /** The 64 bits: negative from 2^63 on. */
    @Override
    public long longValue() {
        return bits;
    }

    @Override
    public float floatValue() {
        return (float) doubleValue();
    }

    @Override
    public double doubleValue() {
        if (bits >= 0) {
            return bits;
        }
        double halved = (bits >>> 1) | (bits & 1);
        return Math.min(halved * 2, TWO_TO_64);
    }

    @Override
    public int compareTo(Unsigned other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unsigned unsigned && bits == unsigned.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
