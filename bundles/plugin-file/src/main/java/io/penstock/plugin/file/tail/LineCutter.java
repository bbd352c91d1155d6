package io.penstock.plugin.file.tail;

/** Every line is an event. Longer lines are given in pieces, or, when to be truncated, left to the caller. Immutable. */
record LineCutter(int maxEventBytes, boolean split) implements EventCutter {
    @Override
    public int cut(byte[] bytes, int length, boolean whole, EventSink sink) {
        int start = 0;
        while (start < length) {
            int end = EventCutter.lineEnd(bytes, start, length);
            if (end - start > maxEventBytes) {
                if (!split) {
                    return start;
                }
                int piece = EventCutter.pieceEnd(bytes, start, maxEventBytes);
                sink.take(bytes, start, piece);
                start = piece;
            } else if (end < length || whole) {
                sink.take(bytes, start, end);
                start = Math.min(end + 1, length);
            } else {
                return start;
            }
        }
        return start;
    }
}
