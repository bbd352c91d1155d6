package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.plugin.transform.value.Conversion;
import io.penstock.plugin.transform.value.TargetType;

/** Reads the pairs of one text, front to back. One use. */
final class KeyValueText {
    /** Texts of more pairs are refused. */
    static final int MAX_PAIRS = 4_096;

    private final String text;
    private final KeyValuePlugin.Settings options;
    private final boolean blanks;
    private int at;

    KeyValueText(String text, KeyValuePlugin.Settings options) {
        this.text = text;
        this.options = options;
        this.blanks = options.pairSeparator().isBlank();
    }

    Fields read() {
        Fields.Builder pairs = Fields.builder();
        int count = 0;
        skipSeparators();
        while (at < text.length()) {
            if (++count > MAX_PAIRS) {
                throw PenstockException.invalid("key-value.limit", "the text has more than " + MAX_PAIRS + " pairs");
            }
            pair(pairs);
            skipSeparators();
        }
        return pairs.build();
    }

    private void skipSeparators() {
        while (at < text.length() && (atSeparator() || Character.isWhitespace(text.charAt(at)))) {
            at += atSeparator() && !blanks ? options.pairSeparator().length() : 1;
        }
    }

    private boolean atSeparator() {
        return blanks ? Character.isWhitespace(text.charAt(at)) : text.startsWith(options.pairSeparator(), at);
    }

    private void pair(Fields.Builder pairs) {
        int from = at;
        while (at < text.length() && !atSeparator() && !text.startsWith(options.valueSeparator(), at)) {
            at++;
        }
        String key = text.substring(from, at).strip();
        if (at == text.length() || atSeparator()) {
            bare(key, pairs);
            return;
        }
        at += options.valueSeparator().length();
        String value = value();
        if (!key.isEmpty()) {
            String name = options.prefix() + key;
            TargetType type = options.types().getOrDefault(name, TargetType.STRING);
            pairs.set(name, type == TargetType.STRING ? value : Conversion.convert(name, value, type));
        }
    }

    private void bare(String word, Fields.Builder pairs) {
        switch (options.bareWords()) {
            case IGNORE -> { }
            case FLAG -> pairs.set(options.prefix() + word, Boolean.TRUE);
            case ERROR -> throw PenstockException.invalid("key-value.bare-word",
                    "expected a value after \"" + word + "\", which has none");
        }
    }

    private String value() {
        while (!blanks && at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return quoted(text.charAt(at++));
        }
        int from = at;
        while (at < text.length() && !atSeparator()) {
            at++;
        }
        return blanks ? text.substring(from, at) : text.substring(from, at).strip();
    }

    /** A quote that is never closed reaches to the end: log lines get cut. */
    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                break;
            }
            boolean escaped = c == '\\' && at + 1 < text.length()
                    && (text.charAt(at + 1) == quote || text.charAt(at + 1) == '\\');
            value.append(escaped ? text.charAt(++at) : c);
        }
        return value.toString();
    }
}
