package io.penstock.pipes.component;

import java.util.Arrays;

/** A dotted version; parts that are no numbers count as 0. Immutable. */
record Version(int[] parts) implements Comparable<Version> {
    static Version parse(String text) {
        return new Version(Arrays.stream(text.split("[.-]")).mapToInt(Version::number).toArray());
    }

    private static int number(String part) {
        return part.matches("\\d{1,9}") ? Integer.parseInt(part) : 0;
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(parts.length, other.parts.length); i++) {
            int order = Integer.compare(i < parts.length ? parts[i] : 0, i < other.parts.length ? other.parts[i] : 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
