package io.penstock.plugin.file.tail;

/**
 * Finds the events in a stretch of a file that begins where an event begins. Keeps no state, and where it cuts depends on
 * nothing but the bytes from there on: so a stretch read again, in other portions, gives the same events.
 */
interface EventCutter {
    /**
     * Gives every event that is complete.
     *
     * @param whole whether what is left at the end is an event as well, though its end was not seen
     * @return how many bytes the events given took, with their line ends: what comes after must be offered again
     */
    int cut(byte[] bytes, int length, boolean whole, EventSink sink);

    /** With this many bytes at hand something is complete, unless there are lines to be truncated. */
    int maxEventBytes();

    /** Where the line that begins at {@code from} ends; {@code length} when its end is not there. */
    static int lineEnd(byte[] bytes, int from, int length) {
        int i = from;
        while (i < length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Where to cut at most {@code max} bytes on, without cutting a character of UTF-8 in two. */
    static int pieceEnd(byte[] bytes, int from, int max) {
        int end = from + max;
        int least = end - 3;
        while (end > least && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return (bytes[end] & 0xC0) == 0x80 ? from + max : end;
    }
}
