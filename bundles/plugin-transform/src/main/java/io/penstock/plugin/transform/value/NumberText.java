package io.penstock.plugin.transform.value;

import io.penstock.core.event.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads numbers from text without losing anything. A whole number becomes the first that holds it of signed 64-bit,
 * unsigned 64-bit, decimal. One with a fraction or an exponent becomes a double when the double's own shortest text is the
 * same number ({@code 0.1} does), else a decimal. {@code NaN}, {@code Infinity} and {@code -Infinity} are doubles.
 */
public final class NumberText {
    /** Beyond it a decimal of a few characters would stand for megabytes of digits. */
    static final int MAX_EXPONENT = 1_000;
    /** Reading digits costs their square: longer texts are no numbers. */
    static final int MAX_CHARS = 1_000;
    /** Whole numbers of this many digits always fit 64 bits. */
    private static final int SAFE_DIGITS = 18;
    /** Decimal texts of this many digits always come back unchanged from a double. */
    private static final int DOUBLE_DIGITS = 15;

    private NumberText() {
    }

    /** The number, or a null reference when the text is none. Blanks around it are not skipped. */
    public static Object parse(String text) {
        int length = text.length();
        int from = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        if (length == from || length > MAX_CHARS) {
            return null;
        }
        int digits = 0;
        while (from + digits < length && isDigit(text.charAt(from + digits))) {
            digits++;
        }
        if (from + digits == length) {
            return digits <= SAFE_DIGITS ? Long.valueOf(Long.parseLong(text)) : ValueType.from(new BigInteger(text));
        }
        return isFraction(text, from) ? fraction(text) : special(text);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Digits with at most one point, then at most one exponent: what both JSON and people write. */
    private static boolean isFraction(String text, int from) {
        int at = from;
        int digits = 0;
        boolean point = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' && !point) {
                point = true;
            } else if (isDigit(c)) {
                digits++;
            } else {
                break;
            }
        }
        return digits > 0 && (at == text.length() || isExponent(text, at));
    }

    private static boolean isExponent(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        int first = at + 1 < text.length() && (text.charAt(at + 1) == '-' || text.charAt(at + 1) == '+')
                ? at + 2 : at + 1;
        for (int i = first; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return first < text.length() && text.length() - first <= 9;
    }

    private static Object fraction(String text) {
        double nearest = Double.parseDouble(text);
        if (text.length() <= DOUBLE_DIGITS && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
            return nearest;
        }
        BigDecimal exact = new BigDecimal(text);
        if (Math.abs((long) exact.scale()) > MAX_EXPONENT) {
            return null;
        }
        if (exact.signum() == 0) {
            return nearest;
        }
        return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(exact) == 0
                ? (Object) nearest : exact;
    }

    private static Object special(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }
}
