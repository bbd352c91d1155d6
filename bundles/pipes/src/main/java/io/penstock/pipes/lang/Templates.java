package io.penstock.pipes.lang;

import io.penstock.core.event.EventText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code {{ name }}} with parameters, and {@code ${secret.name}} with where the secret is. Any other {@code ${…}} stays
 * text until a node is made.
 */
final class Templates {
    private static final Pattern PARAM = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}");
    private static final Pattern SECRET = Pattern.compile("(?<!\\$)\\$\\{secret\\.([A-Za-z0-9_-]+)}");
    private static final int MAX_FILLED = 65_536;

    private final ParamTable params;
    private final Findings findings;

    Templates(ParamTable params, Findings findings) {
        this.params = params;
        this.findings = findings;
    }

    Node fill(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.value() instanceof String text ? scalar(scalar, text) : scalar;
        }
        if (node instanceof Node.Items list) {
            return new Node.Items(list.items().stream().map(this::fill).toList(), list.place());
        }
        Node.Table table = (Node.Table) node;
        List<Node.Entry> entries = table.entries().stream().map(entry -> {
            if (PARAM.matcher(entry.key()).find()) {
                findings.error(entry.place(), "param.in-key", "a parameter cannot stand in a key");
            }
            return new Node.Entry(entry.key(), entry.place(), fill(entry.value()));
        }).toList();
        return new Node.Table(entries, table.place());
    }

    private Node scalar(Node.Scalar scalar, String text) {
        boolean secret = text.contains("${secret.");
        if (!secret && !text.contains("{{")) {
            return scalar;
        }
        Matcher whole = PARAM.matcher(text);
        if (whole.matches()) {
            Object value = params.value(whole.group(1), scalar.place()).orElse("");
            return value instanceof List<?> list ? list(list, scalar.place())
                    : new Node.Scalar(value, String.valueOf(value), -1, scalar.place());
        }
        String filled = replace(PARAM, text, name -> params.value(name, scalar.place()).map(EventText::text));
        filled = secret ? replace(SECRET, filled, name -> params.secret(name, scalar.place())) : filled;
        if (filled.length() > MAX_FILLED) {
            findings.error(scalar.place(), "param.size", "more than " + MAX_FILLED + " characters once filled in");
            return scalar;
        }
        return filled.equals(text) ? scalar : new Node.Scalar(filled, filled, -1, scalar.place());
    }

    private static Node list(List<?> values, Place place) {
        return new Node.Items(values.stream().map(value -> (Node) Node.made(value, place)).toList(), place);
    }

    private static String replace(Pattern pattern, String text, java.util.function.Function<String, Optional<String>> by) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                by.apply(match.group(1)).orElse(match.group())));
    }
}
