package io.penstock.plugin.transform.value;

/** The types a value can be converted to; the rules of each are those of {@link Conversion}. */
public enum TargetType {
    /** Whole, signed 64-bit. */
    INT,
    /** Whole, 0 to 2^64-1. */
    UINT,
    /** Double. */
    FLOAT,
    /** Exact decimal. */
    DECIMAL,
    /** Whatever number type holds the value exactly: int, uint, float or decimal. */
    NUM,
    /** Text. */
    STRING,
    /** True or false. */
    BOOL,
    /** A time, from ISO 8601 with an offset. */
    TIME,
    /** A duration, from {@code 1m30s} or ISO 8601. */
    DURATION,
    /** Bytes, from base64 text. */
    BYTES
}
