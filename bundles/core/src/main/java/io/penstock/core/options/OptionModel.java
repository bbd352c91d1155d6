package io.penstock.core.options;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one option. Immutable.
 *
 * @param key as users write it, kebab-case
 * @param type the component's generic Java type
 * @param annotation its description
 */
public record OptionModel(String key, Type type, Option annotation) {
    static OptionModel of(RecordComponent component) {
        Option option = component.getAnnotation(Option.class);
        if (option == null) {
            throw new IllegalStateException(component.getDeclaringRecord().getName() + "." + component.getName()
                    + " has no @Option");
        }
        return new OptionModel(kebab(component.getName()), component.getGenericType(), option);
    }

    /** {@code maxLineBytes} becomes {@code max-line-bytes}. */
    static String kebab(String name) {
        StringBuilder key = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c)) {
                key.append('-').append(Character.toLowerCase(c));
            } else {
                key.append(c);
            }
        }
        return key.toString();
    }

    /** What it does. */
    public String doc() {
        return annotation.doc();
    }

    /** The default as a user would write it. */
    public Optional<String> defaultText() {
        return annotation.value().equals(Option.NONE) ? Optional.empty() : Optional.of(annotation.value());
    }

    /** Whether a user must give it. */
    public boolean required() {
        Class<?> raw = OptionTypes.raw(type);
        if (raw.isRecord() && !OptionTypes.isTextual(raw)) {
            return Options.of(raw).models().stream().anyMatch(OptionModel::required);
        }
        return defaultText().isEmpty() && !OptionTypes.hasEmptyValue(type);
    }

    /**
     * Whether its value may be written as names with values: {@code Map<String, T>}, or a list of those. A shorthand that
     * does may stand for the whole options as a map of names none of which is an option's key.
     */
    public boolean takesNames() {
        Class<?> raw = OptionTypes.raw(type);
        return raw == Map.class
                || raw == List.class && OptionTypes.raw(OptionTypes.argument(type, 0)) == Map.class;
    }
}
