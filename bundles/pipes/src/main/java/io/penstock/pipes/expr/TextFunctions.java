package io.penstock.pipes.expr;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import io.penstock.pipes.expr.Functions.Body;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Functions of text. Positions count UTF-16 units, as Java does; {@code size} counts characters. */
final class TextFunctions {
    static final Map<String, Body> BODIES = new HashMap<>();

    static {
        test("contains", String::contains);
        test("startsWith", String::startsWith);
        test("endsWith", String::endsWith);
        change("lowerAscii", text -> text.toLowerCase(Locale.ROOT));
        change("upperAscii", text -> text.toUpperCase(Locale.ROOT));
        change("lower", text -> text.toLowerCase(Locale.ROOT));
        change("upper", text -> text.toUpperCase(Locale.ROOT));
        change("trim", String::strip);
        BODIES.put("substring", TextFunctions::substring);
        BODIES.put("replace", a -> a[0] instanceof String text && a[1] instanceof String from
                && a[2] instanceof String to ? text.replace(from, to) : null);
        BODIES.put("split", a -> a[0] instanceof String text && a[1] instanceof String by ? split(text, by) : null);
        BODIES.put("join", TextFunctions::join);
        BODIES.put("indexOf", a -> a[0] instanceof String text && a[1] instanceof String part
                ? Long.valueOf(text.indexOf(part)) : null);
        BODIES.put("lastIndexOf", a -> a[0] instanceof String text && a[1] instanceof String part
                ? Long.valueOf(text.lastIndexOf(part)) : null);
        BODIES.put("charAt", a -> a[0] instanceof String ? substring(new Object[] {a[0], a[1],
            Numbers.compute('+', 1L, a[1] instanceof Number at ? at : 0L)}) : null);
    }

    private TextFunctions() {
    }

    private static void test(String name, BiPredicate<String, String> of) {
        BODIES.put(name, a -> a[0] instanceof String text && a[1] instanceof String part
                ? (Object) of.test(text, part) : null);
    }

    private static void change(String name, UnaryOperator<String> by) {
        BODIES.put(name, a -> a[0] instanceof String text ? by.apply(text) : null);
    }

    private static Object substring(Object[] a) {
        if (!(a[0] instanceof String text)) {
            return null;
        }
        OptionalInt from = position(a[1]);
        OptionalInt to = a.length > 2 ? position(a[2]) : OptionalInt.of(text.length());
        if (from.isEmpty() || to.isEmpty()) {
            return null;
        }
        boolean inside = from.getAsInt() <= to.getAsInt() && to.getAsInt() <= text.length();
        return inside ? text.substring(from.getAsInt(), to.getAsInt())
                : new Failure("characters " + a[1] + " to " + (a.length > 2 ? a[2] : "the end")
                        + " are outside a text of " + text.length());
    }

    private static OptionalInt position(Object value) {
        boolean fits = (value instanceof Long || value instanceof Unsigned)
                && ((Number) value).longValue() >= 0 && ((Number) value).longValue() <= Integer.MAX_VALUE;
        return fits ? OptionalInt.of(((Number) value).intValue()) : OptionalInt.empty();
    }

    private static List<Object> split(String text, String by) {
        return by.isEmpty() ? List.of(text)
                : List.copyOf(Arrays.asList(text.split(java.util.regex.Pattern.quote(by), -1)));
    }

    private static Object join(Object[] a) {
        String by = a.length > 1 && a[1] instanceof String text ? text : "";
        return a[0] instanceof List<?> list
                ? list.stream().map(EventText::text).collect(Collectors.joining(by)) : null;
    }

    /** {@code matches}: by an automaton (RE2), so that no text can make it run away. A constant pattern is compiled once. */
    static Node matches(Node text, Node pattern, boolean constant) {
        if (constant) {
            Pattern compiled = Pattern.compile((String) pattern.eval(NO_EVENT, Frame.NONE));
            return (event, frame) -> matches(text.eval(event, frame), compiled);
        }
        return (event, frame) -> {
            Object source = pattern.eval(event, frame);
            Object subject = text.eval(event, frame);
            Object failed = Operators.failed(subject, source);
            return failed != null ? failed : matchesAny(subject, source);
        };
    }

    private static Object matchesAny(Object subject, Object source) {
        try {
            return source instanceof String regex ? matches(subject, Pattern.compile(regex))
                    : Functions.unfit("matches", new Object[] {subject, source});
        } catch (PatternSyntaxException e) {
            return new Failure("not a regular expression: " + e.getDescription());
        }
    }

    private static Object matches(Object subject, Pattern pattern) {
        return subject instanceof String text ? (Object) pattern.matcher(text).find()
                : subject instanceof Failure ? subject : new Failure("matches needs a string, not "
                        + Values.typeName(subject));
    }

    private static final io.penstock.core.event.Event NO_EVENT =
            io.penstock.core.event.Record.of(java.time.Instant.EPOCH, Fields.EMPTY);
}
