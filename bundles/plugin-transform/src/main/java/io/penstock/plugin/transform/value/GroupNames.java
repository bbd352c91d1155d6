package io.penstock.plugin.transform.value;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the named groups of a pattern and their numbers, which Java tells only from version 20 on. */
public final class GroupNames {
    private final String pattern;
    private final Map<String, Integer> groups = new LinkedHashMap<>();
    private int at;
    private int count;

    private GroupNames(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Group numbers by name, in the order of the pattern. Empty when they cannot be told: in patterns with comments
     * ({@code (?x)}) that hold parentheses, where more or fewer groups are found than the pattern has.
     */
    public static Optional<Map<String, Integer>> of(Pattern pattern) {
        GroupNames names = new GroupNames(pattern.pattern());
        if ((pattern.flags() & Pattern.LITERAL) == 0) {
            names.scan();
        }
        return names.count == pattern.matcher("").groupCount() ? Optional.of(names.groups) : Optional.empty();
    }

    private void scan() {
        for (; at < pattern.length(); at++) {
            switch (pattern.charAt(at)) {
                case '\\' -> skipEscape();
                case '[' -> skipClass();
                case '(' -> open();
                default -> { }
            }
        }
    }

    private void skipEscape() {
        at++;
        if (at < pattern.length() && pattern.charAt(at) == 'Q') {
            int end = pattern.indexOf("\\E", at);
            at = end < 0 ? pattern.length() : end + 1;
        }
    }

    /** Character classes nest, and hold parentheses that are no groups; a bracket that comes first closes nothing. */
    private void skipClass() {
        int depth = 0;
        for (; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                skipEscape();
            } else if (c == '[') {
                depth++;
                at += pattern.startsWith("^]", at + 1) ? 2 : pattern.startsWith("]", at + 1) ? 1 : 0;
            } else if (c == ']' && --depth == 0) {
                return;
            }
        }
    }

    private void open() {
        if (!pattern.startsWith("?", at + 1)) {
            count++;
        } else if (pattern.startsWith("?<", at + 1) && at + 3 < pattern.length()
                && Character.isLetter(pattern.charAt(at + 3))) {
            count++;
            groups.put(pattern.substring(at + 3, pattern.indexOf('>', at)), count);
        }
    }
}
