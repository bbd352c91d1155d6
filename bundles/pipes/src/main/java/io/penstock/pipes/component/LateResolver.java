package io.penstock.pipes.component;

import io.penstock.core.error.PenstockException;
import io.penstock.core.secret.TextResolver;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills texts in with the resolver there is at the moment; without one, from the environment alone. Thread-safe. */
public final class LateResolver implements UnaryOperator<String> {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");

    private final AtomicReference<Optional<TextResolver>> resolver = new AtomicReference<>(Optional.empty());

    void set(TextResolver texts) {
        resolver.set(Optional.of(texts));
    }

    void unset(TextResolver texts) {
        Optional<TextResolver> now = resolver.get();
        if (now.isPresent() && now.get() == texts) {
            resolver.compareAndSet(now, Optional.empty());
        }
    }

    @Override
    public String apply(String text) {
        Optional<TextResolver> now = resolver.get();
        return now.isPresent() ? now.get().resolve(text) : fromEnvironment(text);
    }

    private static String fromEnvironment(String text) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (reference.find()) {
            String name = reference.group(1);
            reference.appendReplacement(filled, Matcher.quoteReplacement(name == null ? "${" : variable(name)));
        }
        return reference.appendTail(filled).toString();
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw PenstockException.invalid("pipes.unresolved", name.contains(":")
                    ? "\"${" + name + "}\" needs the config bundle, which is not here"
                    : "the environment variable \"" + name + "\" is not set");
        }
        return value;
    }
}
