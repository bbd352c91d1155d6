package io.penstock.pipes.codec;

/** The bytes that tell what follows. Numbers are for ever: new ones are added, none is reused. */
final class Tag {
    static final int NULL = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int INT = 3;
    static final int UINT = 4;
    static final int FLOAT = 5;
    static final int DECIMAL = 6;
    static final int TEXT = 7;
    /** A text that is no valid Unicode (a lone surrogate), as its UTF-16 units. */
    static final int UNITS = 8;
    static final int BYTES = 9;
    static final int TIME = 10;
    static final int DURATION = 11;
    static final int LIST = 12;
    static final int MAP = 13;

    static final int RECORD = 0;
    static final int MEASUREMENT = 1;

    /** How deep lists and maps may stand in each other. */
    static final int MAX_DEPTH = 100;

    private Tag() {
    }
}
