package io.penstock.relay.wire.api;

/**
 * The measurements of one Data frame, column by column. Nothing is allocated for a point.
 *
 * <pre>
 * series: | came as expected (u32) | zigzag(series - the one expected) | ...   until all points have one; at the end no miss
 * times:  see TimeColumn
 * kinds:  | points of the kind their series had (u32) | points of the other (u32) | the first again ...
 * values: u64: zigzag of the difference to its series' last u64, which wraps;  f64: see FloatStep
 * </pre>
 *
 * A series' kind is at first u64, its last values 0. Expected after a series is the one that followed it last, at first
 * the next number. One thread.
 */
final class PointColumns {
    private static final int RUN_BYTES = 5;

    private final SeriesState state;
    private final PostcardWriter series = new PostcardWriter(256);
    private final TimeColumn times = new TimeColumn();
    private final PostcardWriter kinds = new PostcardWriter(256);
    private final PostcardWriter values = new PostcardWriter(16 * 1024);
    private int expectedRun;
    private boolean otherKind;
    private int kindRun;

    PointColumns(SeriesState state) {
        this.state = state;
    }

    void clear() {
        series.truncate(0);
        times.clear();
        kinds.truncate(0);
        values.truncate(0);
        expectedRun = 0;
        otherKind = false;
        kindRun = 0;
    }

    void add(int id, long second, int nano, boolean unsigned, long bits) {
        int expected = state.expected();
        if (id == expected) {
            expectedRun++;
        } else {
            series.varint(expectedRun).zigzag(id - expected);
            expectedRun = 0;
        }
        state.follow(id);
        times.add(second, nano);
        if (state.changesKind(id, !unsigned) != otherKind) {
            kinds.varint(kindRun);
            kindRun = 0;
            otherKind = !otherKind;
        }
        kindRun++;
        if (unsigned) {
            values.zigzag(bits - state.lastUnsigned(id));
            state.lastUnsigned(id, bits);
        } else {
            FloatStep.write(values, state.lastFloat(id), bits);
            state.lastFloat(id, bits);
        }
    }

    /** No less than {@link #writeTo} will write. */
    int boundBytes() {
        return series.size() + RUN_BYTES + times.boundBytes() + kinds.size() + RUN_BYTES + values.size();
    }

    void writeTo(PostcardWriter out) {
        out.raw(series);
        if (expectedRun > 0) {
            out.varint(expectedRun);
        }
        times.writeTo(out);
        out.raw(kinds).varint(kindRun).raw(values);
    }
}
