package io.penstock.core.value;

import io.penstock.core.error.PenstockException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written with its unit: {@code "64KiB"}, {@code "1.5MiB"}, {@code "10MB"}, {@code "512B"}.
 * {@code KiB MiB GiB TiB} are powers of 1024, {@code kB MB GB TB} powers of 1000. Immutable.
 *
 * @param bytes zero or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern TEXT = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]+)\\s*");
    private static final Map<String, Long> UNITS = Map.of(
            "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40,
            "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L, "tb", 1_000_000_000_000L);
    private static final String[] BINARY = {"TiB", "GiB", "MiB", "KiB"};

    public ByteSize {
        if (bytes < 0) {
            throw PenstockException.invalid("value.size", "a size cannot be negative: " + bytes);
        }
    }

    /** {@code n} times 1024 bytes. */
    public static ByteSize kibibytes(long n) {
        return new ByteSize(Math.multiplyExact(n, 1L << 10));
    }

    /** {@code n} times 1024² bytes. */
    public static ByteSize mebibytes(long n) {
        return new ByteSize(Math.multiplyExact(n, 1L << 20));
    }

    /** Reads a size; a text without a unit, of an unknown unit or over 2^63-1 bytes is INVALID ({@code value.size}). */
    public static ByteSize parse(String text) {
        Matcher match = TEXT.matcher(text);
        Long unit = match.matches() ? UNITS.get(match.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw PenstockException.invalid("value.size",
                    "expected a size with its unit, such as \"64KiB\" or \"10MB\", but found \"" + text + "\"");
        }
        BigDecimal bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw PenstockException.invalid("value.size", "the size \"" + text + "\" is more than 2^63-1 bytes");
        }
        return new ByteSize(bytes.longValue());
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact text that {@link #parse} reads back: {@code 64KiB}, {@code 1000B}. */
    @Override
    public String toString() {
        for (String unit : BINARY) {
            long size = UNITS.get(unit.toLowerCase(Locale.ROOT));
            if (bytes >= size && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return bytes + "B";
    }
}
