package io.penstock.config.source;

/**
 * One key of a table as somebody wrote it. Immutable.
 *
 * @param key dotted within its table
 * @param value text, whole or floating number, boolean, or an array of such; references are not filled in
 */
public record Entry(String key, Object value, Source source) {
}
