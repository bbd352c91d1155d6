package io.penstock.cli.local;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words of a pipe's text: every plugin it uses is among them. Loading only plugins that are named somewhere keeps
 * lint fast, and one too many does no harm.
 */
public final class NamedWords {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    private NamedWords() {
    }

    /** All words of the text. */
    public static Set<String> of(String text) {
        Set<String> words = new HashSet<>();
        WORD.matcher(text).results().map(MatchResult::group).forEach(words::add);
        return words;
    }
}
