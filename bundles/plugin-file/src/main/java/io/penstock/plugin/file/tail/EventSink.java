package io.penstock.plugin.file.tail;

/** Takes what a {@link EventCutter} found, in order. */
interface EventSink {
    /** An event whose text is the bytes from {@code from} up to but without {@code to}, without its last line end. */
    void take(byte[] bytes, int from, int to);
}
