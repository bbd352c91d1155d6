package io.penstock.core.options;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Finds the texts that belong to options of type {@link Secret}, at any depth. */
public final class SecretTexts {
    private SecretTexts() {
    }

    /**
     * The same values with every secret's text replaced.
     *
     * @param written nested, as {@link Options#bind} takes it
     * @param replace may throw a {@link PenstockException}: thrown on with the option's key in front
     */
    public static Map<String, Object> rewrite(Options<?> options, Map<String, ?> written, UnaryOperator<String> replace) {
        Map<String, Object> result = new LinkedHashMap<>(written);
        for (OptionModel model : options.models()) {
            Object value = result.get(model.key());
            if (value != null) {
                result.put(model.key(), value(model.key(), model.type(), value, replace));
            }
        }
        return result;
    }

    /** Whether the option at a dotted key is a secret, or in a map or list of secrets. */
    public static boolean isSecret(Options<?> options, String dottedKey) {
        boolean[] seen = new boolean[1];
        Map<String, Object> nested = Settings.nested(options, Map.of(dottedKey, "x"));
        rewrite(options, nested, text -> {
            seen[0] = true;
            return text;
        });
        return seen[0];
    }

    private static Object value(String key, Type type, Object value, UnaryOperator<String> replace) {
        Class<?> raw = OptionTypes.raw(type);
        if (raw == Secret.class && value instanceof String text) {
            return replaced(key, text, replace);
        }
        if (raw == java.util.Optional.class) {
            return value(key, OptionTypes.argument(type, 0), value, replace);
        }
        if (raw == List.class) {
            Type element = OptionTypes.argument(type, 0);
            return value instanceof List<?> list
                    ? list.stream().map(item -> value(key, element, item, replace)).toList()
                    : value(key, element, value, replace);
        }
        if (raw == Map.class && value instanceof Map<?, ?> map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((name, item) -> result.put(String.valueOf(name),
                    value(key + "." + name, OptionTypes.argument(type, 1), item, replace)));
            return result;
        }
        return raw.isRecord() && !OptionTypes.isTextual(raw) ? record(key, raw, value, replace) : value;
    }

    private static Object record(String key, Class<?> raw, Object value, UnaryOperator<String> replace) {
        Options<?> options = Options.of(raw);
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> texts = new LinkedHashMap<>();
            map.forEach((name, item) -> texts.put(String.valueOf(name), item));
            return rewrite(options, texts, replace);
        }
        return options.shorthand().map(model -> value(key, model.type(), value, replace)).orElse(value);
    }

    private static String replaced(String key, String text, UnaryOperator<String> replace) {
        try {
            return replace.apply(text);
        } catch (PenstockException e) {
            throw new PenstockException(e.kind(), e.code(), key + ": " + e.getMessage(), e);
        }
    }
}
