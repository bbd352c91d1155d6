package io.penstock.core.options;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An options record seen as a whole. Immutable and thread-safe.
 *
 * <p>Types an option may have: {@code String, boolean, int, long, double}, enums, {@code Duration, ByteSize, Rate, Path,
 * URI, ZoneId, Pattern, Secret, Expr}, {@code Object} (anything), {@code Optional<T>}, {@code List<T>} (one value stands
 * for a list of one), {@code Map<String, T>}, and further options records, nested.
 */
public final class Options<T> {
    private final Class<T> type;
    private final List<OptionModel> models;

    private Options(Class<T> type) {
        this.type = type;
        this.models = Arrays.stream(type.getRecordComponents()).map(OptionModel::of).toList();
    }

    /** Reads the description off a record class; a component without {@link Option} is a defect of the class. */
    public static <T> Options<T> of(Class<T> type) {
        return new Options<>(type);
    }

    /** The record class. */
    public Class<T> type() {
        return type;
    }

    /** Its options, in the record's order. */
    public List<OptionModel> models() {
        return models;
    }

    /** The keys, in the record's order. */
    public List<String> keys() {
        return models.stream().map(OptionModel::key).toList();
    }

    /** The key as options spell it: {@code max_times} is {@code max-times}, where there is such an option; others stay. */
    String hyphenated(String key) {
        String hyphens = key.replace('_', '-');
        return !keys().contains(key) && keys().contains(hyphens) ? hyphens : key;
    }

    /** The option that may stand for the whole, if one does. */
    public Optional<OptionModel> shorthand() {
        return models.stream().filter(model -> model.annotation().shorthand()).findFirst();
    }

    /**
     * Makes the record from what a user wrote. Finds every problem, not only the first; never throws for bad input.
     *
     * @param written plain values: text, booleans, numbers, lists, maps with text keys. A map of options; or, where the
     *        record has a shorthand, that one value; null means nothing was written
     */
    public Bound<T> bind(Object written) {
        return new Binder().bind(this, written);
    }

    /** The record with nothing written: all defaults. */
    public Bound<T> defaults() {
        return bind(Map.of());
    }
}
