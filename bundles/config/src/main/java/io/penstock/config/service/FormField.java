package io.penstock.config.service;

import io.penstock.config.source.Keys;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionModel;
import io.penstock.core.options.OptionTypes;
import io.penstock.core.value.Secret;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.metatype.AttributeDefinition;

/** One option as a field of a form. Immutable. */
record FormField(String key, String doc, int type, int cardinality, Optional<String> standard, List<String> choices)
        implements AttributeDefinition {
    static FormField of(Keys.Leaf leaf) {
        Type type = leaf.model().type();
        Class<?> raw = OptionTypes.raw(type);
        boolean many = raw == List.class || raw == Map.class;
        Class<?> held = raw == Map.class ? String.class
                : raw == Optional.class || raw == List.class ? OptionTypes.raw(OptionTypes.argument(type, 0)) : raw;
        String doc = leaf.open() ? doc(leaf.model()) + " One name=value each." : doc(leaf.model());
        return new FormField(leaf.key(), doc, typeOf(held), many ? Integer.MAX_VALUE : 0, leaf.model().defaultText(),
                held.isEnum() ? OptionTypes.choices(held) : List.of());
    }

    /** A key below an option that holds names of the user's own, or numbered tables. */
    static FormField below(Keys.Leaf leaf, String key) {
        Type type = leaf.model().type();
        Class<?> held = leaf.open() ? OptionTypes.raw(OptionTypes.argument(type, 1)) : String.class;
        return new FormField(key, doc(leaf.model()), typeOf(held), 0, Optional.empty(),
                held.isEnum() ? OptionTypes.choices(held) : List.of());
    }

    private static String doc(OptionModel model) {
        Option option = model.annotation();
        String example = option.example().isEmpty() ? "" : " Example: " + option.example();
        return option.doc() + example + (model.required() ? " Required." : "");
    }

    private static int typeOf(Class<?> held) {
        if (held == Secret.class) {
            return PASSWORD;
        }
        if (held == boolean.class || held == Boolean.class) {
            return BOOLEAN;
        }
        if (held == int.class || held == Integer.class) {
            return INTEGER;
        }
        if (held == long.class || held == Long.class) {
            return LONG;
        }
        return held == double.class || held == Double.class ? DOUBLE : STRING;
    }

    @Override
    public String getName() {
        return key;
    }

    @Override
    public String getID() {
        return key;
    }

    @Override
    public String getDescription() {
        return doc;
    }

    @Override
    public int getCardinality() {
        return cardinality;
    }

    @Override
    public int getType() {
        return type;
    }

    @Override
    public String[] getOptionValues() {
        return choices.isEmpty() ? null : choices.toArray(String[]::new);
    }

    @Override
    public String[] getOptionLabels() {
        return getOptionValues();
    }

    @Override
    public String validate(String value) {
        return null;
    }

    @Override
    public String[] getDefaultValue() {
        return standard.filter(text -> !text.isEmpty()).map(text -> new String[] {text}).orElse(null);
    }
}
