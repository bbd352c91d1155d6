package io.penstock.pipes.lang;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of the text as understood, with its place. Immutable. */
sealed interface Node {
    /** Where it begins. */
    Place place();

    /** As plain Java values: text, booleans, numbers, lists, maps; null for nothing. */
    Object plain();

    /** For messages: what it is. */
    String shown();

    /** A single value; {@code quoted} is how many characters stand before its text, or -1 where columns do not map. */
    record Scalar(Object value, String text, int quoted, Place place) implements Node {
        @Override
        public Object plain() {
            return value;
        }

        @Override
        public String shown() {
            return value == null ? "nothing" : value instanceof String ? "the text \"" + value + "\"" : text;
        }
    }

    /** A list. */
    record Items(List<Node> items, Place place) implements Node {
        @Override
        public Object plain() {
            List<Object> plain = new ArrayList<>(items.size());
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }

        @Override
        public String shown() {
            return "a list";
        }
    }

    /** Names with values, in order, each name once. */
    record Table(List<Entry> entries, Place place) implements Node {
        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        Optional<Node> get(String key) {
            return entry(key).map(Entry::value);
        }

        @Override
        public Object plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            entries.forEach(entry -> plain.put(entry.key(), entry.value().plain()));
            return plain;
        }

        @Override
        public String shown() {
            return "a map";
        }
    }

    /** One name with its value. */
    record Entry(String key, Place place, Node value) {
    }

    /** A value made by us, not written: for defaults and expansions. */
    static Scalar made(Object value, Place place) {
        return new Scalar(value, String.valueOf(value), -1, place);
    }

    /** Whether nothing was written. */
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.value() == null;
    }
}
