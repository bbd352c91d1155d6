package io.penstock.core.value;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Duration;

/**
 * So many per so long, written {@code "10/s"}, {@code "600/m"}, {@code "5/100ms"}. Immutable.
 *
 * @param amount more than zero
 * @param per more than zero
 */
public record Rate(long amount, Duration per) {
    public Rate {
        if (amount <= 0 || per.isZero() || per.isNegative()) {
            throw PenstockException.invalid("value.rate", "a rate must be more than zero: " + amount + "/" + per);
        }
    }

    /** Reads a rate; anything but {@code <whole number>/<duration or unit>} is INVALID ({@code value.rate}). */
    public static Rate parse(String text) {
        int slash = text.indexOf('/');
        try {
            long amount = Long.parseLong(text.substring(0, Math.max(slash, 0)).trim());
            String per = text.substring(slash + 1).trim();
            return new Rate(amount, Durations.parse(Character.isDigit(per.charAt(0)) ? per : "1" + per));
        } catch (PenstockException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new PenstockException(ErrorKind.INVALID, "value.rate",
                    "expected a rate such as \"10/s\" or \"600/m\", but found \"" + text + "\"", e);
        }
    }

    /** How long one takes at this rate, in nanoseconds. */
    public double nanosEach() {
        return (double) per.toNanos() / amount;
    }

    @Override
    public String toString() {
        String text = Durations.format(per);
        return amount + "/" + (text.startsWith("1") && !Character.isDigit(text.charAt(1)) ? text.substring(1) : text);
    }
}
