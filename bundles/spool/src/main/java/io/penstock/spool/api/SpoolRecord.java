package io.penstock.spool.api;

/**
 * A record read back, whole and with its checksum right.
 *
 * @param position 1, 2, 3, … in the order they were appended
 * @param bytes the reader's own copy
 */
public record SpoolRecord(long position, byte[] bytes) {
}
