package io.penstock.plugin.transform.aggregate;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Null;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.NumberText;
import io.penstock.plugin.transform.value.Shown;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One aggregate as written, {@code p99(took)}: which function of which field. Immutable.
 *
 * @param function makes a fresh accumulator
 * @param field what it reads; none for {@code count()}
 * @param numeric whether only numbers count, anything else being an error
 */
record Aggregate(String call, Supplier<Accumulator> function, Optional<FieldPath> field, boolean numeric) {
    private static final Pattern CALL = Pattern.compile(
            "\\s*([a-z]+)([0-9.]*)\\s*\\(\\s*([^,()]*?)\\s*(?:,\\s*([^,()]*?)\\s*)?\\)\\s*");

    /** Reads an aggregate; anything else is INVALID ({@code window.aggregate}). */
    static Aggregate parse(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw unknown(text);
        }
        String name = call.group(1);
        Optional<FieldPath> field = Optional.of(call.group(3)).filter(written -> !written.isEmpty()).map(FieldPath::of);
        boolean quantile = name.equals("quantile") || name.equals("p");
        if (name.equals("p") == call.group(2).isEmpty() || name.equals("quantile") != (call.group(4) != null)
                || field.isEmpty() && !name.equals("count")) {
            throw unknown(text);
        }
        Supplier<Accumulator> function = quantile
                ? quantile(text, name.equals("p") ? call.group(2) : call.group(4), name.equals("p")) : named(name, text);
        return new Aggregate(text, function, field, quantile || List.of("sum", "min", "max", "avg").contains(name));
    }

    private static Supplier<Accumulator> named(String name, String text) {
        return switch (name) {
            case "count" -> Accumulator.Count::new;
            case "sum" -> Accumulator.Sum::new;
            case "min" -> () -> new Accumulator.Extreme(-1);
            case "max" -> () -> new Accumulator.Extreme(1);
            case "avg" -> Accumulator.Average::new;
            case "first" -> () -> new Accumulator.Edge(true);
            case "last" -> () -> new Accumulator.Edge(false);
            default -> throw unknown(text);
        };
    }

    private static Supplier<Accumulator> quantile(String text, String written, boolean percent) {
        if (!(NumberText.parse(written) instanceof Number number)) {
            throw unknown(text);
        }
        double part = percent ? number.doubleValue() / 100 : number.doubleValue();
        if (!(part >= 0 && part <= 1)) {
            throw PenstockException.invalid("window.quantile", "expected a quantile from 0 to 1, or p0 to p100, but found \""
                    + text + "\"");
        }
        return () -> new Accumulator.Quantile(part);
    }

    private static PenstockException unknown(String text) {
        return PenstockException.invalid("window.aggregate", "expected count(), count(f), sum(f), min(f), max(f), avg(f), "
                + "first(f), last(f), p99(f) or quantile(f, 0.95), but found \"" + text + "\"");
    }

    /** What of the event counts: a null reference when nothing does. */
    Object valueOf(Event event) {
        if (field.isEmpty()) {
            return Boolean.TRUE;
        }
        Object value = field.get().get(event);
        if (value == null || value == Null.NULL) {
            return null;
        }
        if (numeric && !(value instanceof Number)) {
            throw PenstockException.invalid("window.value", call + " expected the field \"" + field.get()
                    + "\" to hold a number, but found " + Shown.of(value));
        }
        return value;
    }
}
