package io.penstock.plugin.transform.value;

import io.penstock.plugin.transform.value.StraightPattern.End;
import io.penstock.plugin.transform.value.StraightPattern.Mark;
import io.penstock.plugin.transform.value.StraightPattern.Part;
import io.penstock.plugin.transform.value.StraightPattern.Run;
import io.penstock.plugin.transform.value.StraightPattern.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what Java's notation has in common with most others: characters, sets, greedy and possessive quantifiers, groups
 * that are not repeated, {@code ^} at the beginning and {@code $} at the end. Refuses all else. Used once.
 */
final class StraightParser {
    private static final String SPECIAL = "*+?{}[]|\\^$.()";
    private static final int MAX_COUNT_DIGITS = 6;

    private final String pattern;
    private final List<Part> parts = new ArrayList<>();
    private final ArrayDeque<Integer> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private int groups;
    private int at;

    StraightParser(String pattern) {
        this.pattern = pattern;
    }

    Optional<StraightPattern> parse() {
        at = pattern.startsWith("^") ? 1 : 0;
        while (at < pattern.length()) {
            if (!part()) {
                return Optional.empty();
            }
        }
        endText();
        return Optional.of(new StraightPattern(parts, groups));
    }

    private boolean part() {
        char c = pattern.charAt(at);
        if (c == '(') {
            return open();
        }
        if (c == ')') {
            return close();
        }
        if (c == '$') {
            at++;
            endText();
            parts.add(new End());
            return at == pattern.length();
        }
        int from = at;
        Chars chars = chars();
        return chars != null && repeated(chars, from);
    }

    /** Only a Mark with a slot of its own does anything; a group that is not counted needs none. */
    private boolean open() {
        int slot = 2 * ++groups;
        if (pattern.startsWith("(?:", at)) {
            groups--;
            slot = -1;
            at += 3;
        } else if (pattern.startsWith("(?<", at) && at + 3 < pattern.length()
                && Character.isLetter(pattern.charAt(at + 3))) {
            at = pattern.indexOf('>', at) + 1;
        } else if (pattern.startsWith("(?", at)) {
            return false;
        } else {
            at++;
        }
        mark(slot);
        open.push(slot);
        return true;
    }

    private boolean close() {
        at++;
        int slot = open.pop();
        mark(slot < 0 ? slot : slot + 1);
        return !isQuantifier();
    }

    private void mark(int slot) {
        endText();
        if (slot >= 0) {
            parts.add(new Mark(slot));
        }
    }

    private void endText() {
        if (text.length() > 0) {
            parts.add(new Text(text.toString()));
            text.setLength(0);
        }
    }

    /** The characters of one place, or a null reference; moves on behind it. */
    private Chars chars() {
        char c = pattern.charAt(at++);
        if (c == '\\') {
            return escaped();
        }
        if (c == '[') {
            return set();
        }
        return c == '.' ? Chars.allButLineEnds() : c < 128 && SPECIAL.indexOf(c) < 0 ? Chars.one(c) : null;
    }

    private Chars escaped() {
        char c = at < pattern.length() ? pattern.charAt(at++) : 'x';
        return c >= 128 ? null : Character.isLetterOrDigit(c) ? Chars.predefined(c) : Chars.one(c);
    }

    private Chars set() {
        boolean negated = pattern.startsWith("^", at);
        at += negated ? 1 : 0;
        Chars set = new Chars();
        for (int first = at; at < pattern.length(); ) {
            char c = pattern.charAt(at++);
            if (c == ']') {
                return at - 1 > first ? set.negated(negated) : null;
            }
            boolean edge = at - 1 == first || pattern.startsWith("]", at);
            Chars more = c == '\\' ? escaped() : c == '-' && !edge || c >= 128 || "[^&".indexOf(c) >= 0 ? null
                    : c != '-' && pattern.startsWith("-", at) && !pattern.startsWith("-]", at) ? range(c) : Chars.one(c);
            if (more == null) {
                return null;
            }
            set.with(more);
        }
        return null;
    }

    private Chars range(char from) {
        char to = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 0;
        at += 2;
        return to < 128 && to >= from && Character.isLetterOrDigit(to) ? new Chars().with(from, to) : null;
    }

    private boolean isQuantifier() {
        return at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0;
    }

    private boolean repeated(Chars chars, int from) {
        boolean plain = pattern.charAt(from) != '[' && pattern.charAt(from) != '.' && !isQuantifier()
                && (pattern.charAt(from) != '\\' || !Character.isLetter(pattern.charAt(from + 1)));
        if (plain) {
            text.append(pattern.charAt(at - 1));
            return true;
        }
        endText();
        if (!isQuantifier()) {
            parts.add(new Run(chars, 1, 1));
            return true;
        }
        char quantifier = pattern.charAt(at++);
        boolean read = switch (quantifier) {
            case '*' -> parts.add(new Run(chars, 0, Integer.MAX_VALUE));
            case '+' -> parts.add(new Run(chars, 1, Integer.MAX_VALUE));
            case '?' -> parts.add(new Run(chars, 0, 1));
            default -> counted(chars);
        };
        at += pattern.startsWith("+", at) ? 1 : 0;
        return read && !isQuantifier();
    }

    private boolean counted(Chars chars) {
        int end = pattern.indexOf('}', at);
        String[] counts = pattern.substring(at, Math.max(at, end)).split(",", -1);
        at = end + 1;
        if (counts.length > 2 || !isCount(counts[0])) {
            return false;
        }
        int min = Integer.parseInt(counts[0]);
        if (counts.length == 2 && !counts[1].isEmpty() && !isCount(counts[1])) {
            return false;
        }
        int max = counts.length == 1 ? min : counts[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(counts[1]);
        return parts.add(new Run(chars, min, max));
    }

    private static boolean isCount(String digits) {
        return !digits.isEmpty() && digits.length() <= MAX_COUNT_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
