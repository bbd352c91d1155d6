package io.penstock.control.server.store;

/** Makes something of a row. */
@FunctionalInterface
public interface RowReader<T> {
    T read(Row row);
}
