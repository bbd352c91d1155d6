package io.penstock.plugin.transform.value;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pattern without alternatives, matched along the first way Java's matcher would try: every quantifier takes all it can
 * get and gives nothing back. When that way leads through, it is the match the matcher would find, without the cost of
 * being ready to go back; when it does not, nothing is said and the matcher must be asked. Each character is looked at about
 * once, whatever the input. One thread.
 */
final class StraightPattern {
    /** One place of the pattern. */
    sealed interface Part permits Run, Text, Mark, End {
    }

    /** Characters of a set, at least and at most so many. */
    record Run(Chars chars, int min, int max) implements Part {
    }

    /** These very characters. */
    record Text(String text) implements Part {
    }

    /** Here a group begins (an even slot) or ends (an odd one). */
    record Mark(int slot) implements Part {
    }

    /** The end of the input. */
    record End() implements Part {
    }

    private final Part[] parts;
    private final int[] marks;

    StraightPattern(List<Part> parts, int groups) {
        this.parts = parts.toArray(Part[]::new);
        this.marks = new int[2 * groups + 2];
    }

    /** The pattern as a straight one; empty when it is none, or not understood to be one. */
    static Optional<StraightPattern> of(Pattern pattern) {
        return pattern.flags() == 0 ? new StraightParser(pattern.pattern()).parse() : Optional.empty();
    }

    /** Whether the input matches from its first character on, along the first way. False says nothing. */
    boolean find(String input) {
        int at = 0;
        for (Part part : parts) {
            if (part instanceof Run run) {
                at = pass(run, input, at);
            } else if (part instanceof Text text) {
                at = input.startsWith(text.text(), at) ? at + text.text().length() : -1;
            } else if (part instanceof Mark mark) {
                marks[mark.slot()] = at;
            } else if (at < input.length()) {
                return false;
            }
            if (at < 0) {
                return false;
            }
        }
        marks[1] = at;
        return true;
    }

    private static int pass(Run run, String input, int from) {
        Chars chars = run.chars();
        int limit = run.max() < input.length() - from ? from + run.max() : input.length();
        int at = from;
        while (at < limit && chars.has(input.charAt(at))) {
            at++;
        }
        return at - from < run.min() || at < limit && chars.isUnsure(input.charAt(at)) ? -1 : at;
    }

    /** Where the group of the last match begins; group 0 is the match. */
    int start(int group) {
        return marks[2 * group];
    }

    /** Where it ends. */
    int end(int group) {
        return marks[2 * group + 1];
    }

    @Override
    public String toString() {
        return Arrays.toString(parts);
    }
}
