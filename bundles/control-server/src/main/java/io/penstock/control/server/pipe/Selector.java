package io.penstock.control.server.pipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Chooses agents. Immutable.
 *
 * <pre>
 * alternatives = all ("or" all)*
 * all          = term (("and" | ",") term)*
 * term         = "not" term | "(" alternatives ")" | "*" | "!" key | key
 *              | key "=" value | key "!=" value | key "in" "(" value ("," value)* ")"
 * </pre>
 *
 * Values with spaces, commas or parentheses stand in double quotes. {@code key!=value} holds where there is no such key, too.
 * In filters of lists {@code key~text} holds where the value contains the text, without regard to case.
 */
public final class Selector {
    /** Chooses nobody. */
    public static final Selector NONE = new Selector("", new Any(List.of()));
    /** Chooses everybody. */
    public static final Selector ALL = new Selector("*", new All(List.of()));
    /** The most characters a selector has. */
    public static final int MAX_CHARACTERS = 1024;
    /** The most terms a selector has. */
    public static final int MAX_TERMS = 32;

    private final String text;
    private final Term term;

    Selector(String text, Term term) {
        this.text = text;
        this.term = term;
    }

    /**
     * Reads a selector; a blank one chooses nobody.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code selector.syntax}
     */
    public static Selector parse(String text) {
        return text.isBlank() ? NONE : new Selector(text, new SelectorReader(text, false).read());
    }

    /** Reads a list's filter; a blank one lets everything through. */
    public static Selector filter(String text) {
        return text.isBlank() ? ALL : new Selector(text, new SelectorReader(text, true).read());
    }

    /** Whether the agent is chosen. */
    public boolean matches(AgentFacts agent) {
        return term.holds(agent::value);
    }

    /** Whether something is chosen of which {@code values} tells what a key stands for. */
    public boolean matches(Function<String, Optional<String>> values) {
        return term.holds(values);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** A part of a selector. */
    sealed interface Term {
        boolean holds(Function<String, Optional<String>> values);
    }

    record Is(String key, Set<String> wanted) implements Term {
        @Override
        public boolean holds(Function<String, Optional<String>> values) {
            return values.apply(key).filter(wanted::contains).isPresent();
        }
    }

    record Contains(String key, String lower) implements Term {
        @Override
        public boolean holds(Function<String, Optional<String>> values) {
            return values.apply(key).filter(value -> value.toLowerCase(java.util.Locale.ROOT).contains(lower)).isPresent();
        }
    }

    record Has(String key) implements Term {
        @Override
        public boolean holds(Function<String, Optional<String>> values) {
            return values.apply(key).isPresent();
        }
    }

    record Not(Term term) implements Term {
        @Override
        public boolean holds(Function<String, Optional<String>> values) {
            return !term.holds(values);
        }
    }

    record All(List<Term> terms) implements Term {
        @Override
        public boolean holds(Function<String, Optional<String>> values) {
            return terms.stream().allMatch(term -> term.holds(values));
        }
    }

    record Any(List<Term> terms) implements Term {
        @Override
        public boolean holds(Function<String, Optional<String>> values) {
            return terms.stream().anyMatch(term -> term.holds(values));
        }
    }
}
