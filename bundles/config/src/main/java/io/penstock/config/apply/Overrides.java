package io.penstock.config.apply;

import io.penstock.config.source.Keys;
import io.penstock.core.options.OptionModel;
import io.penstock.core.options.OptionTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds what somebody else changed in a configuration, and puts it on top of what the sources say. */
final class Overrides {
    private Overrides() {
    }

    /**
     * By key, the value somebody else set, or empty where they removed ours. What a form writes without anybody meaning
     * it is none: a default spelled out, an empty field.
     *
     * @param present what Config Admin holds
     * @param applied the hashes of what we last took from the sources, by key
     * @param base what the sources say now
     */
    static Map<String, Optional<Object>> derive(Map<String, Object> present, Map<String, String> applied,
            Map<String, Object> base, Keys keys) {
        Map<String, Optional<Object>> overrides = new LinkedHashMap<>();
        meant(present, keys).forEach((key, value) -> {
            boolean ours = base.containsKey(key) ? Values.same(value, base.get(key)) : isDefault(key, value, keys);
            if (!ours && !Values.hash(value).equals(applied.get(key))) {
                overrides.put(key, Optional.of(value));
            }
        });
        base.forEach((key, value) -> {
            if (applied.containsKey(key) && isAbsent(present, key) && !isDefault(key, value, keys)) {
                overrides.put(key, Optional.empty());
            }
        });
        return overrides;
    }

    private static boolean isAbsent(Map<String, Object> present, String key) {
        Object value = present.get(key);
        return value == null || Values.text(value).isEmpty();
    }

    /** The properties without a form's empty fields. */
    static Map<String, Object> meant(Map<String, Object> present, Keys keys) {
        Map<String, Object> meant = new LinkedHashMap<>(present);
        meant.entrySet().removeIf(entry -> isEmptyField(entry.getKey(), entry.getValue(), keys));
        return meant;
    }

    private static boolean isEmptyField(String key, Object value, Keys keys) {
        boolean empty = Values.text(value).isEmpty() || Values.text(value).equals("[]");
        boolean text = keys.leafOf(key).map(leaf -> leaf.model().type()).filter(type -> type == String.class).isPresent();
        return empty && !text;
    }

    private static boolean isDefault(String key, Object value, Keys keys) {
        Optional<OptionModel> model = keys.leafOf(key).filter(leaf -> leaf.key().equals(key)).map(Keys.Leaf::model);
        return model.flatMap(OptionModel::defaultText).filter(text -> Values.text(value).equals(text)
                || OptionTypes.raw(model.get().type()) == java.util.List.class
                && Values.text(value).equals(Values.text(java.util.List.of(text)))).isPresent();
    }

    static boolean same(Map<String, Optional<Object>> a, Map<String, Optional<Object>> b) {
        return a.keySet().equals(b.keySet()) && Values.same(onTopOf(Map.of(), a), onTopOf(Map.of(), b));
    }

    static Map<String, Object> onTopOf(Map<String, Object> base, Map<String, Optional<Object>> overrides) {
        Map<String, Object> result = new LinkedHashMap<>(base);
        overrides.forEach((key, value) -> value.ifPresentOrElse(given -> result.put(key, given), () -> result.remove(key)));
        return result;
    }
}
