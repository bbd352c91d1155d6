package io.penstock.relay.wire.api;

import io.penstock.core.event.Entity;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Series that are to be told before the next points.
 *
 * <pre>
 * body:   | number of the first (u32) | count (u32) | series ...
 * series: | name: metric | name: unit | name: resource's kind | name: its id | name: consumer's kind | name: its id |
 *         | attributes: count, (name, value) ... |
 * </pre>
 *
 * Their names get numbers when they are written, so that numbers come in the order of the wire. One thread.
 */
final class SeriesWriter {
    /** What a reference takes more than a text written out, at most; and a frame's header. */
    private static final int REFERENCE_BYTES = 2;
    private static final int HEADER_BYTES = 10;

    private final NameWriter names;
    private final ValueWriter values;
    private final int maxFrameBytes;
    private final Queue<SeriesKey> waiting = new ArrayDeque<>();
    private int first;
    private int boundBytes;
    private int totalBytes;

    SeriesWriter(NameWriter names, int maxFrameBytes) {
        this.names = names;
        this.values = new ValueWriter(names);
        this.maxFrameBytes = maxFrameBytes;
    }

    /** How many bytes a series takes at most, its names written out. */
    static int bound(SeriesKey key) {
        PostcardWriter out = new PostcardWriter(256);
        NameWriter fresh = new NameWriter(0);
        write(out, key, fresh, new ValueWriter(fresh));
        int bound = out.size() + REFERENCE_BYTES * (6 + 2 * key.attributes().size()) + HEADER_BYTES;
        if (bound > RelayProtocol.MAX_SERIES_ENTRY_BYTES) {
            throw RelayProtocol.unfit("a series of " + bound + " bytes; at most " + RelayProtocol.MAX_SERIES_ENTRY_BYTES
                    + " were expected");
        }
        return bound;
    }

    /** Whether a series of that many bytes still fits before the next Reset. */
    boolean fits(int bound) {
        return totalBytes + bound <= RelayProtocol.MAX_SERIES_BYTES;
    }

    void add(SeriesKey key, int bound) {
        waiting.add(key);
        boundBytes += bound;
        totalBytes += bound;
    }

    int boundBytes() {
        return boundBytes;
    }

    /** Appends the frames that tell what waits. */
    void drainTo(List<ByteBuffer> frames, Compression compression) {
        while (!waiting.isEmpty()) {
            PostcardWriter entries = new PostcardWriter(1024);
            int count = 0;
            while (!waiting.isEmpty() && entries.size() + RelayProtocol.MAX_SERIES_ENTRY_BYTES < maxFrameBytes - 64) {
                write(entries, waiting.remove(), names, values);
                count++;
            }
            PostcardWriter body = new PostcardWriter(entries.size() + 16).varint(first).varint(count).raw(entries);
            frames.add(SealedBody.seal(Frame.SERIES, body, compression));
            first += count;
        }
        boundBytes = 0;
    }

    void clear() {
        waiting.clear();
        first = 0;
        boundBytes = 0;
        totalBytes = 0;
    }

    private static void write(PostcardWriter out, SeriesKey key, NameWriter names, ValueWriter values) {
        names.write(out, key.metric());
        names.write(out, key.unit());
        entity(out, key.resource(), names);
        entity(out, key.consumer(), names);
        values.attributes(out, key.attributes());
    }

    private static void entity(PostcardWriter out, Entity entity, NameWriter names) {
        names.write(out, entity.kind());
        names.write(out, entity.id());
    }
}
