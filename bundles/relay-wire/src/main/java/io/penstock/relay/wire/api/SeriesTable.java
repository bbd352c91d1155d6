package io.penstock.relay.wire.api;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.util.Arrays;
import java.util.List;

/**
 * The series of a connection by what they are, numbered from 0. Looking one up allocates nothing. Attributes that differ
 * in the bits of a NaN are different ones here. One thread.
 */
final class SeriesTable {
    private SeriesKey[] keys = new SeriesKey[64];
    private int[] hashes = new int[64];
    private int[] slots = new int[256];
    private int size;

    int size() {
        return size;
    }

    SeriesKey key(int id) {
        return keys[id];
    }

    /** The number of a series, or -1. */
    int find(String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
        int hash = hash(metric, unit, resource, consumer, attributes);
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && is(id, metric, unit, resource, consumer, attributes)) {
                return id;
            }
        }
        return -1;
    }

    /** Whether the series numbered {@code id} is this one; false when there is none of that number. */
    boolean is(int id, String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
        if (id >= size) {
            return false;
        }
        SeriesKey key = keys[id];
        return key.metric().equals(metric) && key.consumer().equals(consumer) && key.resource().equals(resource)
                && same(key.attributes(), attributes) && key.unit().equals(unit);
    }

    /** Adds one that is not there. */
    int add(SeriesKey key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            rehash();
        }
        keys[size] = key;
        hashes[size] = hash(key.metric(), key.unit(), key.resource(), key.consumer(), key.attributes());
        insert(size);
        return size++;
    }

    void clear() {
        Arrays.fill(keys, 0, size, null);
        Arrays.fill(slots, 0);
        size = 0;
    }

    private void rehash() {
        slots = new int[keys.length * 4];
        for (int id = 0; id < size; id++) {
            insert(id);
        }
    }

    private void insert(int id) {
        int mask = slots.length - 1;
        int slot = hashes[id] & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = id + 1;
    }

    private static int hash(String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
        int hash = metric.hashCode();
        hash = 31 * hash + unit.hashCode();
        hash = 31 * hash + resource.hashCode();
        hash = 31 * hash + consumer.hashCode();
        hash = 31 * hash + attributes.hashCode();
        return hash ^ hash >>> 16;
    }

    private static boolean same(Fields one, Fields other) {
        if (one == other) {
            return true;
        }
        int size = one.size();
        if (size != other.size()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!one.name(i).equals(other.name(i)) || !same(one.value(i), other.value(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Object one, Object other) {
        if (one instanceof Double a && other instanceof Double b) {
            return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
        }
        if (one instanceof Fields a && other instanceof Fields b) {
            return same(a, b);
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            return same(a, b);
        }
        return one.equals(other);
    }

    private static boolean same(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
