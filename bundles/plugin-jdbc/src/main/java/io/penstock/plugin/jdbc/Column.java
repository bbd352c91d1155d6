package io.penstock.plugin.jdbc;

import io.penstock.core.event.Unsigned;
import io.penstock.core.event.ValueType;
import java.util.Optional;

/**
 * A column of a table. Immutable.
 *
 * @param index from 0
 * @param type of its values; empty when the database decides
 */
record Column(String name, int index, Optional<ValueType> type) {
    /** Whether the column keeps the value exactly: the same type, or one that holds it whole. */
    boolean takes(Object value) {
        return type.isEmpty() || takes(type.get(), value);
    }

    private static boolean takes(ValueType column, Object value) {
        ValueType type = ValueType.of(value);
        return column == type || switch (column) {
            case INT -> value instanceof Unsigned unsigned && unsigned.fitsLong();
            case UINT -> value instanceof Long whole && whole >= 0;
            case DECIMAL -> type == ValueType.INT || type == ValueType.UINT;
            case STRING -> type == ValueType.TIME || type == ValueType.DURATION || type == ValueType.DECIMAL;
            case MAP, LIST -> type == ValueType.LIST || type == ValueType.MAP;
            default -> false;
        };
    }
}
