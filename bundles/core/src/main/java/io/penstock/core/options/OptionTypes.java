package io.penstock.core.options;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Durations;
import io.penstock.core.value.Expr;
import io.penstock.core.value.Rate;
import io.penstock.core.value.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The types an option may have, and how a text becomes one of them. */
public final class OptionTypes {
    private static final Map<Class<?>, Function<String, Object>> FROM_TEXT = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(Duration.class, Durations::parse),
            Map.entry(ByteSize.class, ByteSize::parse),
            Map.entry(Rate.class, Rate::parse),
            Map.entry(Secret.class, Secret::of),
            Map.entry(Expr.class, Expr::new),
            Map.entry(Path.class, OptionTypes::path),
            Map.entry(URI.class, OptionTypes::uri),
            Map.entry(ZoneId.class, OptionTypes::zone),
            Map.entry(Pattern.class, OptionTypes::pattern));

    private OptionTypes() {
    }

    /** Whether the type is one a plain text is turned into (durations, sizes, paths, secrets, expressions, …). */
    static boolean isTextual(Class<?> type) {
        return FROM_TEXT.containsKey(type);
    }

    /** Whether the class is a record of further options, not a value of its own. */
    public static boolean isNested(Class<?> type) {
        return type.isRecord() && !isTextual(type);
    }

    static Object fromText(Class<?> type, String text) {
        return FROM_TEXT.get(type).apply(text);
    }

    /** Whether an absent option of this type is an empty value instead of an error. */
    public static boolean hasEmptyValue(Type type) {
        Class<?> raw = raw(type);
        return raw == Optional.class || raw == List.class || raw == Map.class;
    }

    /** The class of a type, without its arguments. */
    public static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    /** The argument of a type such as {@code List<T>}, counted from 0. */
    public static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    /** How users write a constant: lower case with hyphens. */
    public static String choice(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All the choices of an enum, as users write them. */
    public static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(OptionTypes::choice).toList();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw PenstockException.invalid("options.path", "expected a path, but found \"" + text + "\"");
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw PenstockException.invalid("options.uri", "expected a URL, but found \"" + text + "\"");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw PenstockException.invalid("options.zone",
                    "expected a time zone such as \"UTC\" or \"Europe/Berlin\", but found \"" + text + "\"");
        }
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw PenstockException.invalid("options.pattern",
                    "not a regular expression: " + e.getDescription() + " at character " + (e.getIndex() + 1));
        }
    }
}
