package io.penstock.control.server.pipe;

import io.penstock.control.api.TextRule;
import io.penstock.control.server.pipe.Selector.Term;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads one selector, from left to right. One use, one thread. */
final class SelectorReader {
    private static final String ENDS_WORD = " \t\r\n(),\"=!~";
    private static final String ENDS_VALUE = " \t\r\n(),\"";
    private static final int MAX_DEPTH = 32;

    private final String text;
    private final boolean filter;
    private int at;
    private int terms;

    SelectorReader(String text, boolean filter) {
        this.text = text;
        this.filter = filter;
    }

    Term read() {
        if (text.length() > Selector.MAX_CHARACTERS) {
            throw wrong("at most " + Selector.MAX_CHARACTERS + " characters");
        }
        Term all = alternatives(0);
        if (more()) {
            throw wrong("\"and\", \"or\" or the end");
        }
        return all;
    }

    private Term alternatives(int depth) {
        List<Term> found = new ArrayList<>(List.of(all(depth)));
        while (word("or")) {
            found.add(all(depth));
        }
        return found.size() == 1 ? found.get(0) : new Selector.Any(List.copyOf(found));
    }

    private Term all(int depth) {
        List<Term> found = new ArrayList<>(List.of(term(depth)));
        while (sign(",") || word("and")) {
            found.add(term(depth));
        }
        return found.size() == 1 ? found.get(0) : new Selector.All(List.copyOf(found));
    }

    private Term term(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("at most " + MAX_DEPTH + " parentheses within each other");
        }
        if (word("not")) {
            return new Selector.Not(term(depth + 1));
        }
        if (sign("(")) {
            Term inner = alternatives(depth + 1);
            expect(")");
            return inner;
        }
        if (++terms > Selector.MAX_TERMS) {
            throw wrong("at most " + Selector.MAX_TERMS + " terms");
        }
        if (sign("*")) {
            return new Selector.All(List.of());
        }
        return sign("!") ? new Selector.Not(new Selector.Has(key())) : compared(key());
    }

    private Term compared(String key) {
        if (sign("!=")) {
            return new Selector.Not(new Selector.Is(key, Set.of(value())));
        }
        if (sign("=")) {
            return new Selector.Is(key, Set.of(value()));
        }
        if (filter && sign("~")) {
            return new Selector.Contains(key, value().toLowerCase(Locale.ROOT));
        }
        return word("in") ? new Selector.Is(key, values()) : new Selector.Has(key);
    }

    private Set<String> values() {
        expect("(");
        Set<String> found = new LinkedHashSet<>();
        do {
            found.add(value());
        } while (sign(","));
        expect(")");
        return Set.copyOf(found);
    }

    private String key() {
        more();
        int from = at;
        String key = upTo(ENDS_WORD);
        boolean reserved = key.equals("and") || key.equals("or") || key.equals("in");
        if (reserved || !TextRule.TAG_KEY.holds(key)) {
            at = from;
            throw wrong("a tag's key or one of name, id, type, platform, deployment, os, arch, version");
        }
        return key;
    }

    private String value() {
        if (sign("\"")) {
            int end = text.indexOf('"', at);
            if (end < 0) {
                throw wrong("a closing quote");
            }
            String value = text.substring(at, end);
            at = end + 1;
            return value;
        }
        String value = upTo(ENDS_VALUE);
        if (value.isEmpty()) {
            throw wrong("a value");
        }
        return value;
    }

    private String upTo(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean word(String word) {
        more();
        int end = at + word.length();
        boolean here = text.startsWith(word, at) && (end == text.length() || ENDS_WORD.indexOf(text.charAt(end)) >= 0);
        // "not=3" is a tag called "not"
        boolean tag = here && end < text.length() && "=!~".indexOf(text.charAt(end)) >= 0;
        at = here && !tag ? end : at;
        return here && !tag;
    }

    private boolean sign(String sign) {
        more();
        boolean here = text.startsWith(sign, at);
        at = here ? at + sign.length() : at;
        return here;
    }

    private void expect(String sign) {
        if (!sign(sign)) {
            throw wrong("\"" + sign + "\"");
        }
    }

    private boolean more() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length();
    }

    private PenstockException wrong(String expected) {
        String rest = at < text.length() ? text.substring(at, Math.min(text.length(), at + 40)) : "";
        return PenstockException.invalid("selector.syntax", "the selector, at character " + (at + 1) + ": expected " + expected
                + ", but found " + (rest.isEmpty() ? "the end" : "\"" + rest + "\""));
    }
}
