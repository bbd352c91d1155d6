package io.penstock.plugin.host;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers in the kernel's texts. */
final class Numbers {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Numbers() {
    }

    /** Decimal digits, unsigned 64-bit (as bits); a leading minus is allowed. Anything else is empty. */
    static OptionalLong parse(String digits) {
        try {
            return OptionalLong.of(digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The number in a column, 0 where there is none: columns were added to these files over the years. */
    static long at(String[] columns, int index) {
        return index < columns.length ? parse(columns[index]).orElse(0) : 0;
    }

    /** The words of a line. */
    static String[] words(String line) {
        return SPACES.split(line.strip());
    }

    /** Lines of a name, a colon or space, and a number; other lines are passed over. */
    static Map<String, Long> named(String text) {
        Map<String, Long> values = new HashMap<>();
        text.lines().forEach(line -> {
            String[] words = words(line.replace(':', ' '));
            if (words.length >= 2) {
                parse(words[1]).ifPresent(value -> values.put(words[0], value));
            }
        });
        return values;
    }
}
