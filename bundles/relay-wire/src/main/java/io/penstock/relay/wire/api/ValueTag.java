package io.penstock.relay.wire.api;

/**
 * Tags of values.
 *
 * <pre>
 * value: | tag (u8) | ...
 *   0 float: 8 bytes      1 u64               2 bool            3 text             4 list: count, values   5 null
 *   6 i64: zigzag         7 decimal: scale (zigzag i32), unscaled (bytes, big end first, two's complement)
 *   8 bytes               9 time: seconds (zigzag), nanoseconds (u32)             10 duration: the same
 *  11 map: count, (name, value) ...          12 text16         13 name
 * </pre>
 */
final class ValueTag {
    static final int F64 = 0;
    static final int U64 = 1;
    static final int BOOL = 2;
    static final int TEXT = 3;
    static final int LIST = 4;
    static final int NULL = 5;
    static final int I64 = 6;
    static final int DECIMAL = 7;
    static final int BYTES = 8;
    static final int TIME = 9;
    static final int DURATION = 10;
    static final int MAP = 11;
    static final int TEXT16 = 12;
    static final int NAME = 13;

    private ValueTag() {
    }
}
