package io.penstock.core.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names with values, in order, each name once. Immutable. Kept as two arrays and searched from the front: made for the
 * handful to few dozen fields an event has. Values are of the classes {@link ValueType} lists.
 */
public final class Fields {
    /** No fields. */
    public static final Fields EMPTY = new Fields(new String[0], new Object[0], 0);

    private final String[] names;
    private final Object[] values;
    private final int size;
    private int sizeBytes;

    private Fields(String[] names, Object[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    /** One field. */
    public static Fields of(String name, Object value) {
        ValueType.of(value);
        return new Fields(new String[] {name}, new Object[] {value}, 1);
    }

    /** Takes a map in its order; keys become text, values go through {@link ValueType#from}. */
    public static Fields from(Map<?, ?> map) {
        if (map instanceof HashMap<?, ?> && map.keySet().stream().allMatch(String.class::isInstance)) {
            return distinct(map);
        }
        Builder builder = builder();
        map.forEach((name, value) -> builder.set(String.valueOf(name), ValueType.from(value)));
        return builder.build();
    }

    /** Names of which none is there twice need no search: thousands of them take no more than they are. */
    private static Fields distinct(Map<?, ?> map) {
        String[] names = new String[map.size()];
        Object[] values = new Object[map.size()];
        int size = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            names[size] = (String) entry.getKey();
            values[size++] = ValueType.from(entry.getValue());
        }
        return size == 0 ? EMPTY : new Fields(names, values, size);
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder(new String[8], new Object[8], 0);
    }

    /** A builder that starts with these fields. */
    public Builder toBuilder() {
        int room = size + 4;
        return new Builder(Arrays.copyOf(names, room), Arrays.copyOf(values, room), size);
    }

    /** How many fields. */
    public int size() {
        return size;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The name of field {@code index}, from 0. */
    public String name(int index) {
        return names[index];
    }

    /** The value of field {@code index}, from 0; never a null reference. */
    public Object value(int index) {
        return values[index];
    }

    /** The value of the field, or a null reference when there is no such field (a field may hold {@link Null#NULL}). */
    public Object get(String name) {
        int index = indexOf(names, size, name);
        return index < 0 ? null : values[index];
    }

    /** The value at a path of names through nested fields, or a null reference. */
    public Object at(List<String> path) {
        Object value = this;
        for (String name : path) {
            value = value instanceof Fields nested ? nested.get(name) : null;
        }
        return value;
    }

    /** Whether there is such a field. */
    public boolean has(String name) {
        return indexOf(names, size, name) >= 0;
    }

    /** The names in order. */
    public List<String> names() {
        return Collections.unmodifiableList(Arrays.asList(names).subList(0, size));
    }

    /** These fields with one set: in its place if it was there, else at the end. */
    public Fields with(String name, Object value) {
        return toBuilder().set(name, value).build();
    }

    /** These fields without one; itself when there is no such field. */
    public Fields without(String name) {
        return has(name) ? toBuilder().remove(name).build() : this;
    }

    /** A fresh ordered map of the same names and values. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(names[i], values[i]);
        }
        return map;
    }

    /** Roughly how much heap these fields hold, in bytes. */
    public int sizeBytes() {
        if (sizeBytes == 0) {
            int sum = 32;
            for (int i = 0; i < size; i++) {
                sum += 8 + valueBytes(values[i]);
            }
            sizeBytes = sum;
        }
        return sizeBytes;
    }

    private static int valueBytes(Object value) {
        if (value instanceof String text) {
            return 24 + text.length();
        }
        if (value instanceof Fields nested) {
            return nested.sizeBytes();
        }
        if (value instanceof Bytes bytes) {
            return 32 + bytes.length();
        }
        if (value instanceof List<?> list) {
            return 32 + list.stream().mapToInt(Fields::valueBytes).sum();
        }
        return value instanceof Boolean || value instanceof Null ? 0 : value instanceof Instant ? 24 : 16;
    }

    static int indexOf(String[] names, int size, String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields fields && size == fields.size
                && Arrays.equals(names, 0, size, fields.names, 0, size)
                && Arrays.equals(values, 0, size, fields.values, 0, size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < size; i++) {
            hash = 31 * (31 * hash + names[i].hashCode()) + values[i].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            parts.add(names[i] + "=" + values[i]);
        }
        return "{" + String.join(", ", parts) + "}";
    }

    /** Collects fields in order. Not thread-safe; of no use after {@link #build}. */
    public static final class Builder {
        private String[] names;
        private Object[] values;
        private int size;

        private Builder(String[] names, Object[] values, int size) {
            this.names = names;
            this.values = values;
            this.size = size;
        }

        /** Sets a field in its place, or at the end; a value outside {@link ValueType} is INVALID. */
        public Builder set(String name, Object value) {
            ValueType.of(value);
            int index = indexOf(names, size, name);
            if (index >= 0) {
                values[index] = value;
                return this;
            }
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            names[size] = name;
            values[size++] = value;
            return this;
        }

        /** Removes a field; nothing happens when it is not there. */
        public Builder remove(String name) {
            int index = indexOf(names, size, name);
            if (index >= 0) {
                System.arraycopy(names, index + 1, names, index, size - index - 1);
                System.arraycopy(values, index + 1, values, index, size - index - 1);
                size--;
            }
            return this;
        }

        /** The fields collected; the builder must not be used again. */
        public Fields build() {
            return size == 0 ? EMPTY : new Fields(names, values, size);
        }
    }
}
