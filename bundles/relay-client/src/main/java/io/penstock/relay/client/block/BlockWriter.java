package io.penstock.relay.client.block;

import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.relay.wire.api.PostcardWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes blocks: one batch as one record of the spool, readable by itself. Writer only. Numbers are varints where nothing
 * else is said.
 *
 * <pre>
 * block:  u8 version | stream (text) | seq | epoch (8) | first | count | spooled ms | n | n × (epoch (8), next)
 *         | series: n | n × (bytes shared with the series before, bytes of its own, those bytes)
 *         | runs, until count is reached: (events &lt;&lt; 1 | 1 for records) | those events
 * point:  (zigzag(series - series before - 1) &lt;&lt; 2 | same time as before &lt;&lt; 1 | 1 for f64)
 *         | [zigzag(seconds - seconds before) | nanos] | u64: varint, f64: 8 bytes
 * record: zigzag(seconds) | nanos | fields
 * series: metric | unit | resource kind | id | consumer kind | id (texts) | fields
 * </pre>
 */
public final class BlockWriter {
    private static final int START_BYTES = 16 << 10;

    private final EventLimit limit;
    private final SeriesTable table = new SeriesTable();
    private final PostcardWriter head = new PostcardWriter(START_BYTES);
    private final PostcardWriter series = new PostcardWriter(START_BYTES);
    private final PostcardWriter body = new PostcardWriter(START_BYTES);
    private final List<Series> locals = new ArrayList<>();
    private long block;
    private int previous;
    private long second;
    private int nano;

    /** @param limit what is refused besides what cannot be encoded */
    public BlockWriter(EventLimit limit) {
        this.limit = limit;
    }

    /**
     * The events as a block.
     *
     * @throws io.penstock.core.error.PenstockException INVALID ({@code relay.event}) when one of them cannot be relayed
     */
    public Block write(BlockHeader header, List<Event> events) {
        begin();
        for (int i = 0; i < events.size();) {
            i = events.get(i) instanceof Measurement ? points(events, i) : records(events, i);
        }
        head.truncate(0);
        header.write(head);
        head.varint(locals.size());
        head.raw(series);
        int bodyAt = head.size();
        head.raw(body);
        return new Block(header, head.toBuffer().array(), bodyAt, locals.toArray(new Series[0]));
    }

    private void begin() {
        block++;
        previous = -1;
        second = 0;
        nano = 0;
        series.truncate(0);
        body.truncate(0);
        locals.clear();
    }

    private int points(List<Event> events, int from) {
        int end = from;
        while (end < events.size() && events.get(end) instanceof Measurement) {
            end++;
        }
        body.varint((long) (end - from) << 1);
        for (int i = from; i < end; i++) {
            int start = body.size();
            point((Measurement) events.get(i));
            limit.check(events.get(i), body.size() - start);
        }
        return end;
    }

    private void point(Measurement point) {
        int local = local(table.of(point));
        long delta = (long) local - previous - 1;
        previous = local;
        Instant time = point.time();
        boolean same = time.getEpochSecond() == second && time.getNano() == nano;
        boolean unsigned = point.value() instanceof Unsigned;
        body.varint((delta << 1 ^ delta >> 63) << 2 | (same ? 2 : 0) | (unsigned ? 0 : 1));
        if (!same) {
            body.zigzag(time.getEpochSecond() - second);
            body.varint(time.getNano());
            second = time.getEpochSecond();
            nano = time.getNano();
        }
        if (unsigned) {
            body.varint(((Unsigned) point.value()).bits());
        } else {
            body.f64(Double.doubleToRawLongBits((Double) point.value()));
        }
    }

    private int local(Series found) {
        if (found.block != block) {
            found.block = block;
            found.local = locals.size();
            byte[] before = locals.isEmpty() ? new byte[0] : locals.get(locals.size() - 1).encoded;
            int differ = Arrays.mismatch(before, found.encoded);
            int shared = differ < 0 ? found.encoded.length : differ;
            series.varint(shared);
            series.varint(found.encoded.length - shared);
            series.raw(found.encoded, shared, found.encoded.length - shared);
            locals.add(found);
        }
        return found.local;
    }

    private int records(List<Event> events, int from) {
        int end = from;
        while (end < events.size() && events.get(end) instanceof Record) {
            end++;
        }
        body.varint((long) (end - from) << 1 | 1);
        for (int i = from; i < end; i++) {
            int start = body.size();
            ValueCodec.time(body, events.get(i).time());
            ValueCodec.fields(body, events.get(i).fields());
            limit.check(events.get(i), body.size() - start);
        }
        return end;
    }
}
