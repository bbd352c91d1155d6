package io.penstock.pipes.lang;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of versions as OSGi writes it: {@code [1.2,2)}; a version alone means that one or later. Immutable. */
record VersionRange(int[] low, boolean lowIn, Optional<int[]> high, boolean highIn) {
    private static final String VERSION = "(\\d{1,9}(?:\\.\\d{1,9}){0,2})";
    private static final Pattern RANGE = Pattern.compile("([\\[(])\\s*" + VERSION + "\\s*,\\s*" + VERSION + "\\s*([\\])])");
    private static final Pattern ALONE = Pattern.compile(VERSION);

    static Optional<VersionRange> parse(String text) {
        Matcher range = RANGE.matcher(text.strip());
        if (range.matches()) {
            return Optional.of(new VersionRange(numbers(range.group(2)), range.group(1).equals("["),
                    Optional.of(numbers(range.group(3))), range.group(4).equals("]")));
        }
        return ALONE.matcher(text.strip()).matches()
                ? Optional.of(new VersionRange(numbers(text.strip()), true, Optional.empty(), false)) : Optional.empty();
    }

    boolean includes(String version) {
        int[] numbers = numbers(version);
        int toLow = compare(numbers, low);
        int toHigh = high.map(end -> compare(numbers, end)).orElse(-1);
        return (lowIn ? toLow >= 0 : toLow > 0) && (highIn ? toHigh <= 0 : toHigh < 0);
    }

    private static int[] numbers(String version) {
        String[] parts = version.split("[.-]");
        int[] numbers = new int[3];
        for (int i = 0; i < Math.min(3, parts.length); i++) {
            numbers[i] = parts[i].chars().allMatch(Character::isDigit) && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
        }
        return numbers;
    }

    private static int compare(int[] a, int[] b) {
        for (int i = 0; i < 3; i++) {
            if (a[i] != b[i]) {
                return Integer.compare(a[i], b[i]);
            }
        }
        return 0;
    }
}
