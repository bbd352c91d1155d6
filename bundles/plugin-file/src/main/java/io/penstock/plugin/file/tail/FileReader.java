package io.penstock.plugin.file.tail;

import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one stretch of a file at a time and emits its events as one batch. A stretch never goes beyond the feed's next cut;
 * at a cut, what is left is an event, for it was one when the cut was made. One thread; its buffer serves all files.
 */
final class FileReader {
    static final String TRUNCATED = "truncated";
    private static final int EVENTS_EXPECTED = 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What a read came to. */
    enum Outcome {
        /** Something was emitted, and there may be more. */
        MORE,
        /** All there is has been read. */
        END,
        /** The file was truncated or is another one: nothing was emitted. */
        REPLACED
    }

    private final FileInputOptions options;
    private final Clock clock;
    private final Charset charset;
    private final EventCutter cutter;
    private final int maxWindowBytes;
    private final int fingerprintBytes;
    private byte[] bytes = new byte[TailedFile.CHUNK_BYTES];

    FileReader(FileInputOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.charset = Charset.forName(options.encoding());
        this.cutter = options.multiline().map(lines -> (EventCutter) new MultilineCutter(lines, charset))
                .orElseGet(() -> new LineCutter((int) options.maxLineBytes().bytes(),
                        options.longLines() == FileInputOptions.LongLines.SPLIT));
        this.maxWindowBytes = Math.max(TailedFile.CHUNK_BYTES, cutter.maxEventBytes() + 1);
        this.fingerprintBytes = (int) options.fingerprint().bytes();
    }

    /** Reads one stretch; with {@code last} no more data is expected, so what is left at the end is an event. */
    Outcome read(TailedFile file, Content content, InputFeed feed, boolean last) throws IOException, InterruptedException {
        Found asSeen = file.found();
        long cut = feed.nextCut(file.partition(), file.offset());
        int want = (int) Math.min(cut - file.offset(), file.windowBytes());
        makeRoom(want);
        int read = content.read(bytes, want, file.offset());
        if (!isSame(file, content, read)) {
            return Outcome.REPLACED;
        }
        boolean atEnd = read < want;
        boolean whole = file.offset() + read == cut || atEnd && isDone(file, read, last);
        List<Event> events = new ArrayList<>(EVENTS_EXPECTED);
        int taken = cut(file, read, whole, events);
        if (taken > 0) {
            emit(feed, file, events, file.offset() + taken);
        } else if (read > cutter.maxEventBytes()) {
            return truncate(file, content, feed, cut, last);
        } else if (!atEnd) {
            file.widen(maxWindowBytes);
        }
        if (atEnd) {
            file.ended(asSeen, read - taken);
        }
        return atEnd ? Outcome.END : Outcome.MORE;
    }

    private void makeRoom(int want) {
        if (bytes.length < want) {
            bytes = new byte[want];
        }
    }

    private boolean isSame(TailedFile file, Content content, int read) throws IOException {
        if (!content.compressed() && content.channel().size() < file.offset() + read) {
            return false;
        }
        Optional<Fingerprint> now = file.fingerprint().grown(content.channel(), fingerprintBytes);
        now.ifPresent(file::fingerprint);
        return now.isPresent();
    }

    /** Whether what is left at the end has waited long enough for its rest. */
    private boolean isDone(TailedFile file, int read, boolean last) {
        long now = clock.nanoTime();
        file.dataEnd(file.offset() + read, now);
        return last || read > 0 && file.quietNanos(now) >= timeoutNanos(bytes[read - 1] == '\n');
    }

    private long timeoutNanos(boolean lineEnded) {
        return (lineEnded && options.multiline().isPresent() ? options.multiline().get().timeout()
                : options.partialLineTimeout()).toNanos();
    }

    /** Whether a file at its end holds something that will be an event when time passes. */
    boolean isDue(TailedFile file) {
        return file.pendingBytes() > 0 && file.quietNanos(clock.nanoTime()) >= Math.min(timeoutNanos(true), timeoutNanos(false));
    }

    private int cut(TailedFile file, int length, boolean whole, List<Event> events) {
        Instant now = clock.now();
        Object path = options.addPath().isPresent() ? file.path().toString() : "";
        boolean atStart = file.offset() == 0;
        return cutter.cut(bytes, length, whole, (array, from, to) ->
                events.add(event(now, text(array, from, to, atStart && from == 0), path)));
    }

    private String text(byte[] array, int from, int to, boolean first) {
        int end = to > from && array[to - 1] == '\r' ? to - 1 : to;
        String text = new String(array, from, end - from, charset);
        return first && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private Event event(Instant now, String text, Object path) {
        if (options.addPath().isEmpty()) {
            return Record.raw(now, text);
        }
        return Record.of(now, Fields.builder().set(Record.RAW, text).set(options.addPath().get(), path).build());
    }

    private static void emit(InputFeed feed, TailedFile file, List<Event> events, long upTo) throws InterruptedException {
        feed.emit(events, new Position(file.partition(), upTo));
        file.advance(upTo);
    }

    /** The line at hand is longer than allowed, and only its beginning is wanted: looks for its end. */
    private Outcome truncate(TailedFile file, Content content, InputFeed feed, long cut, boolean last)
            throws IOException, InterruptedException {
        Object path = file.path().toString();
        int headBytes = EventCutter.pieceEnd(bytes, 0, cutter.maxEventBytes());
        Event head = event(clock.now(), text(bytes, 0, headBytes, file.offset() == 0), path);
        Event marked = head.withFields(head.fields().with(TRUNCATED, true));
        long at = file.noLineEndBefore();
        while (true) {
            int want = (int) Math.min(cut - at, TailedFile.CHUNK_BYTES);
            int read = content.read(bytes, want, at);
            int end = EventCutter.lineEnd(bytes, 0, read);
            if (end < read || at + read == cut || read < want && isDone(file, (int) (at - file.offset()) + read, last, read)) {
                emit(feed, file, List.of(marked), at + Math.min(end + 1, read));
                return Outcome.MORE;
            }
            at += read;
            if (read < want) {
                file.noLineEndBefore(at);
                file.ended(file.found(), 1);
                return Outcome.END;
            }
        }
    }

    private boolean isDone(TailedFile file, int pending, boolean last, int read) {
        long now = clock.nanoTime();
        file.dataEnd(file.offset() + pending, now);
        return last || file.quietNanos(now) >= options.partialLineTimeout().toNanos();
    }
}
