package io.penstock.relay.client.block;

import io.penstock.core.event.Measurement;
import io.penstock.relay.wire.api.SeriesKey;

/**
 * One series, met by the writer and the sender. The fields of either are its thread's alone; the rest never changes.
 * Handed over with the block that holds it.
 */
public final class Series {
    private final SeriesKey key;
    final byte[] encoded;

    /** Writer: which series came after this one the last time. Scrapes visit series in the same order again and again. */
    Series next;
    /** Writer: the block it was last put into, and its number there. */
    long block;
    int local;

    /** Sender: the connection state it was last registered in, and its number there. */
    private long registration;
    private int id;

    Series(SeriesKey key, byte[] encoded) {
        this.key = key;
        this.encoded = encoded;
    }

    /** What it is. */
    public SeriesKey key() {
        return key;
    }

    /** Sender only: its number in this registration; -1 when it has none. */
    public int id(long current) {
        return registration == current ? id : -1;
    }

    /** Sender only: has got a number. */
    public void registered(long current, int number) {
        registration = current;
        id = number;
    }

    boolean isOf(Measurement point) {
        return key.metric().equals(point.metric()) && key.unit().equals(point.unit())
                && key.resource().equals(point.resource()) && key.consumer().equals(point.consumer())
                && key.attributes().equals(point.attributes());
    }
}
