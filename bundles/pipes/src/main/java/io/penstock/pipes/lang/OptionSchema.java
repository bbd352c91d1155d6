package io.penstock.pipes.lang;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionModel;
import io.penstock.core.options.OptionTypes;
import io.penstock.core.options.Options;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Expr;
import io.penstock.core.value.Rate;
import io.penstock.core.value.Secret;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** JSON Schema of options records. Numbers, choices and truths may also be a parameter, {@code "{{ name }}"}. */
final class OptionSchema {
    private static final Set<Class<?>> TEXTS = Set.of(Duration.class, ByteSize.class, Rate.class, Path.class, URI.class,
            ZoneId.class, Pattern.class, Secret.class, Expr.class);
    private static final Map<Class<?>, String> HINTS = Map.of(
            Duration.class, "A duration with its unit, such as 30s, 250ms or 1h 30m.",
            ByteSize.class, "A size with its unit, such as 64KiB or 10MB.",
            Rate.class, "A rate, such as 10/s.", Expr.class, "An expression (CEL).",
            Secret.class, "A secret: say where it is, as ${secret:provider/name}.");

    private OptionSchema() {
    }

    /** The schema of a whole options record, its shorthand included. */
    static Map<String, Object> of(Class<?> type) {
        Options<?> options = Options.of(type);
        Map<String, Object> table = table(options);
        if (options.shorthand().isEmpty()) {
            return table;
        }
        return Map.of("anyOf", List.of(table, option(options.shorthand().get())));
    }

    /** Whether a record has defaults for everything, so that nothing need be written. */
    static boolean mayBeEmpty(Class<?> type) {
        return Options.of(type).models().stream().noneMatch(OptionModel::required);
    }

    private static Map<String, Object> table(Options<?> options) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        for (OptionModel model : options.models()) {
            properties.put(model.key(), option(model));
            if (model.required()) {
                required.add(model.key());
            }
        }
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("type", "object");
        table.put("properties", properties);
        if (!required.isEmpty()) {
            table.put("required", required);
        }
        table.put("additionalProperties", false);
        return table;
    }

    private static Map<String, Object> option(OptionModel model) {
        Map<String, Object> schema = new LinkedHashMap<>(type(model.type(), model.annotation()));
        Class<?> raw = OptionTypes.raw(model.type());
        schema.put("description", model.doc() + Optional.ofNullable(HINTS.get(raw)).map(hint -> " " + hint).orElse(""));
        model.defaultText().ifPresent(text -> schema.put("default", preset(raw, text)));
        if (!model.annotation().example().isEmpty()) {
            schema.put("examples", List.of(model.annotation().example()));
        }
        return schema;
    }

    private static Object preset(Class<?> raw, String text) {
        boolean typed = raw == boolean.class || raw == int.class || raw == long.class || raw == double.class;
        return typed ? CoreSchema.plain(text) : text;
    }

    private static Map<String, Object> type(Type type, Option option) {
        Class<?> raw = OptionTypes.raw(type);
        if (raw == Optional.class) {
            return type(OptionTypes.argument(type, 0), option);
        }
        if (raw == List.class) {
            Map<String, Object> item = type(OptionTypes.argument(type, 0), option);
            return Map.of("anyOf", List.of(item, Map.of("type", "array", "items", item)));
        }
        if (raw == Map.class) {
            return Map.of("type", "object", "additionalProperties", type(OptionTypes.argument(type, 1), option));
        }
        return raw.isRecord() && !TEXTS.contains(raw) ? of(raw) : scalar(raw, option);
    }

    private static Map<String, Object> scalar(Class<?> raw, Option option) {
        if (raw == Object.class) {
            return Map.of();
        }
        if (raw == String.class) {
            return Map.of("type", List.of("string", "number", "boolean"));
        }
        if (raw.isEnum()) {
            return orParam(Map.of("enum", OptionTypes.choices(raw)));
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return orParam(Map.of("type", "boolean"));
        }
        return TEXTS.contains(raw) ? Map.of("type", "string") : orParam(number(raw, option));
    }

    private static Map<String, Object> number(Class<?> raw, Option option) {
        Map<String, Object> number = new LinkedHashMap<>();
        number.put("type", raw == double.class || raw == Double.class ? "number" : "integer");
        if (option.min() != Long.MIN_VALUE) {
            number.put("minimum", option.min());
        }
        if (option.max() != Long.MAX_VALUE) {
            number.put("maximum", option.max());
        }
        return number;
    }

    private static Map<String, Object> orParam(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("$ref", "#/$defs/param")));
    }
}
