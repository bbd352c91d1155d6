package io.penstock.relay.wire.api;

import io.penstock.core.error.PenstockException;

/** What both ends of version 1 must agree on, and that no message negotiates. See {@code docs/relay-protocol.md}. */
public final class RelayProtocol {
    /** The oldest version these classes speak. */
    public static final int MIN_VERSION = 1;
    /** The newest version these classes speak. */
    public static final int MAX_VERSION = 1;

    /** Feature bit: compressible bodies may be compressed with zstd. */
    public static final long FEATURE_ZSTD = 1;
    /** Feature bit: Data frames may hold records besides measurements. */
    public static final long FEATURE_RECORDS = 2;

    /** The longest frame (type and body) either end takes before the Welcome. */
    public static final int MAX_HANDSHAKE_FRAME_BYTES = 64 * 1024;
    /** Epochs in one Proof, and that a server remembers of one client. */
    public static final int MAX_EPOCHS = 64;
    /** The longest text of a message, name of a field, or text of a series, in bytes. */
    public static final int MAX_TEXT_BYTES = 64 * 1024;
    /** Texts that get a number, per connection; further ones are written out each time. */
    public static final int MAX_NAMES = 16_384;
    /** Sum of the lengths of those texts in chars (UTF-16). */
    public static final int MAX_NAME_CHARS = 1024 * 1024;
    /** Longer texts never get a number. */
    public static final int MAX_NAMED_CHARS = 256;
    /** Attributes of one series. */
    public static final int MAX_ATTRIBUTES = 1000;
    /** Fields of one record or one map. */
    public static final int MAX_FIELDS = 10_000;
    /** The digits of a decimal; those of longer ones would take minutes to print. */
    public static final int MAX_DECIMAL_BYTES = 4096;
    /** How deep lists and maps nest. */
    public static final int MAX_NESTING = 100;
    /** The longest body of one series. */
    public static final int MAX_SERIES_ENTRY_BYTES = 64 * 1024;
    /** All Series frames since the last Reset, plain. */
    public static final int MAX_SERIES_BYTES = 16 * 1024 * 1024;

    /** Code of every error about bytes that do not follow the protocol; its kind is CORRUPT. */
    public static final String MALFORMED = "relay.frame";
    /** Code of every error about an event the protocol cannot carry; its kind is INVALID. */
    public static final String UNFIT = "relay.event";

    private RelayProtocol() {
    }

    static PenstockException unfit(String message) {
        return PenstockException.invalid(UNFIT, message);
    }
}
