package io.penstock.core.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class Suggestions {
    /** Nobody mistypes a longer word, and comparing takes the product of both lengths. */
    private static final int MAX_CHARACTERS = 100;

    private Suggestions() {
    }

    /** The known word nearest to the one found, if it is near enough to be a typing error; ties go by order. */
    public static Optional<String> nearest(String found, Collection<String> known) {
        if (found.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        int limit = Math.max(1, found.length() / 3);
        return known.stream().filter(word -> distance(found, word) <= limit)
                .min(Comparator.comparingInt(word -> distance(found, word)));
    }

    /** Edit distance in which swapping two neighbours counts once. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cell(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cell(int[][] d, String a, String b, int i, int j) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
