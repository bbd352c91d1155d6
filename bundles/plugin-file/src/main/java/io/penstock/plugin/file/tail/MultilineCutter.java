package io.penstock.plugin.file.tail;

import java.nio.charset.Charset;
import java.util.regex.Pattern;

/** Lines that belong together are an event. One thread. */
final class MultilineCutter implements EventCutter {
    /** A pattern that looks at more characters than this, or nests too deeply, is taken as not found: no line can stop the input. */
    private static final int MAX_LOOKS = 1_000_000;

    private final Multiline options;
    private final Charset charset;
    private final int maxEventBytes;

    MultilineCutter(Multiline options, Charset charset) {
        this.options = options;
        this.charset = charset;
        this.maxEventBytes = (int) options.maxBytes().bytes();
    }

    @Override
    public int maxEventBytes() {
        return maxEventBytes;
    }

    @Override
    public int cut(byte[] bytes, int length, boolean whole, EventSink sink) {
        int event = 0;
        int lines = 0;
        int line = 0;
        while (line < length) {
            int end = EventCutter.lineEnd(bytes, line, length);
            boolean complete = end < length || whole;
            if (line > event && (end - event > maxEventBytes || lines == options.maxLines()
                    || complete && begins(bytes, line, end))) {
                sink.take(bytes, event, line - 1);
                event = line;
                lines = 0;
            }
            if (end - event > maxEventBytes) {
                line = EventCutter.pieceEnd(bytes, event, maxEventBytes);
                sink.take(bytes, event, line);
                event = line;
            } else if (complete) {
                lines++;
                line = Math.min(end + 1, length);
            } else {
                return event;
            }
        }
        return whole ? finish(bytes, event, length, sink) : event;
    }

    private static int finish(byte[] bytes, int event, int length, EventSink sink) {
        if (event < length) {
            sink.take(bytes, event, bytes[length - 1] == '\n' ? length - 1 : length);
        }
        return length;
    }

    private boolean begins(byte[] bytes, int from, int to) {
        String line = new String(bytes, from, (to > from && bytes[to - 1] == '\r' ? to - 1 : to) - from, charset);
        return options.start().map(start -> found(start, line))
                .orElseGet(() -> !found(options.continuation().orElseThrow(), line));
    }

    private static boolean found(Pattern pattern, String line) {
        try {
            return pattern.matcher(new CountedText(line, 0, line.length(), new int[] {MAX_LOOKS})).find();
        } catch (TooManyLooks | StackOverflowError e) {
            // Alternatives that are repeated go a step deeper for each character.
            return false;
        }
    }

    /** A text that gives up after so many looks at it: what bounds a pattern that backtracks. */
    private record CountedText(String text, int from, int to, int[] looksLeft) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (--looksLeft[0] < 0) {
                throw new TooManyLooks();
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text, from + start, from + end, looksLeft);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }
}
