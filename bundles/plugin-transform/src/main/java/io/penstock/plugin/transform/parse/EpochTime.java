package io.penstock.plugin.transform.parse;

import io.penstock.core.event.ValueType;
import io.penstock.plugin.transform.value.NumberText;
import io.penstock.plugin.transform.value.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * Counts from 1970 in a decimal part of a second. Read from any number type or numeric text, exactly; what is finer than a
 * nanosecond is cut. Immutable.
 *
 * @param digits of the unit: 0 for seconds, 3 for milliseconds, …
 */
record EpochTime(int digits) implements TimeFormat {
    private static final long MAX_SECONDS = 100_000_000_000L;

    @Override
    public Instant read(Object value, Instant now) {
        Object number = value instanceof String text ? NumberText.parse(text) : value;
        BigDecimal count = Numbers.toDecimal(number);
        if (count == null) {
            return null;
        }
        BigDecimal seconds = count.movePointLeft(digits);
        if (seconds.abs().compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
            return null;
        }
        long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
        int nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).intValue();
        return Instant.ofEpochSecond(whole, nanos);
    }

    @Override
    public Object write(Instant time) {
        BigDecimal count = BigDecimal.valueOf(time.getEpochSecond()).movePointRight(digits)
                .add(BigDecimal.valueOf(time.getNano(), 9 - digits));
        return ValueType.from(count.setScale(0, RoundingMode.FLOOR).toBigInteger());
    }
}
