package io.penstock.pipes.expr;

import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Arithmetic and order over int, uint, double and decimal. The rule (docs/decisions/0004-expressions.md): order and equality
 * go by mathematical value, exactly. Arithmetic with a double gives a double; else with a decimal a decimal; int with uint
 * is computed exactly and gives an int if that holds it, else a uint; a whole result that neither holds is an error.
 */
final class Numbers {
    private static final double EXACT = 0x1p53;
    private static final BigInteger UNSIGNED_MAX = Unsigned.MAX.toBigInteger();

    private Numbers() {
    }

    static int compare(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return compareDoubles(x, y);
        }
        if (a instanceof Double x) {
            return compareDoubleWith(x, b);
        }
        if (b instanceof Double y) {
            int reversed = compareDoubleWith(y, a);
            return reversed == Values.UNORDERED ? reversed : -reversed;
        }
        if (a instanceof Unsigned x && b instanceof Unsigned y) {
            return x.compareTo(y);
        }
        return Integer.signum(exact(a).compareTo(exact(b)));
    }

    private static int compareDoubles(double a, double b) {
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : Values.UNORDERED;
    }

    private static int compareDoubleWith(double a, Number whole) {
        if (Double.isNaN(a)) {
            return Values.UNORDERED;
        }
        if (Double.isInfinite(a)) {
            return a < 0 ? -1 : 1;
        }
        if (whole instanceof Long b && Math.abs(a) < EXACT && Math.abs(b) < EXACT) {
            return compareDoubles(a, b);
        }
        return Integer.signum(new BigDecimal(a).compareTo(exact(whole)));
    }

    static BigDecimal exact(Number number) {
        return number instanceof BigDecimal decimal ? decimal
                : number instanceof Long whole ? BigDecimal.valueOf(whole)
                : number instanceof Unsigned unsigned && unsigned.fitsLong() ? BigDecimal.valueOf(unsigned.bits())
                : number instanceof Unsigned unsigned ? new BigDecimal(unsigned.toBigInteger())
                : new BigDecimal(number.doubleValue());
    }

    /** {@code a operator b} for one of {@code + - * / %}; a {@link Failure} on overflow and whole division by zero. */
    static Object compute(char operator, Number a, Number b) {
        try {
            if (a instanceof Long x && b instanceof Long y) {
                return ofLongs(operator, x, y);
            }
            if (a instanceof Double || b instanceof Double) {
                return ofDoubles(operator, a.doubleValue(), b.doubleValue());
            }
            if (a instanceof BigDecimal || b instanceof BigDecimal) {
                return ofDecimals(operator, exact(a), exact(b));
            }
            boolean unsigned = a instanceof Unsigned && b instanceof Unsigned;
            return narrowed(ofWholes(operator, whole(a), whole(b)), unsigned, operator);
        } catch (ArithmeticException e) {
            boolean byZero = (operator == '/' || operator == '%') && exact(b).signum() == 0;
            return new Failure(byZero ? "division by zero" : "the result of " + a + " " + operator + " " + b
                    + " does not fit 64 bits");
        }
    }

    private static long ofLongs(char operator, long a, long b) {
        return switch (operator) {
            case '+' -> Math.addExact(a, b);
            case '-' -> Math.subtractExact(a, b);
            case '*' -> Math.multiplyExact(a, b);
            case '/' -> b == -1 ? Math.negateExact(a) : a / b;
            default -> a % b;
        };
    }

    private static double ofDoubles(char operator, double a, double b) {
        return switch (operator) {
            case '+' -> a + b;
            case '-' -> a - b;
            case '*' -> a * b;
            case '/' -> a / b;
            default -> a % b;
        };
    }

    private static BigDecimal ofDecimals(char operator, BigDecimal a, BigDecimal b) {
        return switch (operator) {
            case '+' -> a.add(b, MathContext.DECIMAL128);
            case '-' -> a.subtract(b, MathContext.DECIMAL128);
            case '*' -> a.multiply(b, MathContext.DECIMAL128);
            case '/' -> a.divide(b, MathContext.DECIMAL128);
            default -> a.remainder(b, MathContext.DECIMAL128);
        };
    }

    private static BigInteger ofWholes(char operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case '+' -> a.add(b);
            case '-' -> a.subtract(b);
            case '*' -> a.multiply(b);
            case '/' -> a.divide(b);
            default -> a.remainder(b);
        };
    }

    private static BigInteger whole(Number number) {
        return number instanceof Unsigned unsigned ? unsigned.toBigInteger() : BigInteger.valueOf(number.longValue());
    }

    private static Object narrowed(BigInteger result, boolean unsigned, char operator) {
        if (!unsigned && result.bitLength() < Long.SIZE) {
            return result.longValue();
        }
        if (result.signum() >= 0 && result.compareTo(UNSIGNED_MAX) <= 0) {
            return Unsigned.ofBits(result.longValue());
        }
        throw new ArithmeticException("does not fit: " + operator);
    }

    static Object negate(Number a) {
        if (a instanceof Double number) {
            return -number;
        }
        return a instanceof BigDecimal decimal ? decimal.negate() : compute('-', 0L, a);
    }
}
