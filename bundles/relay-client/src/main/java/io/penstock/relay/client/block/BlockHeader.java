package io.penstock.relay.client.block;

import io.penstock.relay.wire.api.PostcardReader;
import io.penstock.relay.wire.api.PostcardWriter;
import io.penstock.relay.wire.api.RelayProtocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a block says of itself before its events. Immutable.
 *
 * @param stream the pipe's name for its batches
 * @param seq the batch's number there
 * @param epoch which start of the output its events are numbered in
 * @param first the first event's number
 * @param count how many events
 * @param spooledMs when, in milliseconds since 1970 by the wall clock: for the lag people see, for nothing else
 * @param older the epochs that had events not acknowledged when this one began, oldest first, each with its end
 */
public record BlockHeader(String stream, long seq, long epoch, long first, int count, long spooledMs,
                          List<EpochEnd> older) {
    /** Changes with every change of the format; a record of another version is damaged. */
    static final int VERSION = 1;
    /** As many epochs as a server remembers of one client. */
    public static final int MAX_OLDER = RelayProtocol.MAX_EPOCHS - 1;
    private static final int EPOCH_BYTES = 9;
    private static final int START_BYTES = 256;

    /** One behind the last event's number. */
    public long next() {
        return first + count;
    }

    /** As a block begins with it; {@link Block#header} reads it. */
    public byte[] toBytes() {
        PostcardWriter out = new PostcardWriter(START_BYTES);
        write(out);
        ByteBuffer written = out.toBuffer();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    void write(PostcardWriter out) {
        out.u8(VERSION);
        out.text(stream);
        out.varint(seq);
        out.raw64(epoch);
        out.varint(first);
        out.varint(count);
        out.varint(spooledMs);
        out.varint(older.size());
        for (EpochEnd end : older) {
            out.raw64(end.epoch());
            out.varint(end.next());
        }
    }

    static BlockHeader read(PostcardReader in) {
        int version = in.u8();
        if (version != VERSION) {
            throw in.corrupt("a block of version " + version + "; only " + VERSION + " is known here");
        }
        String stream = in.text(ValueCodec.ANY);
        long seq = in.varint();
        long epoch = in.raw64();
        long first = in.varint();
        int count = in.count(1, ValueCodec.ANY, "events");
        long spooledMs = in.varint();
        List<EpochEnd> older = new ArrayList<>();
        for (int i = in.count(EPOCH_BYTES, MAX_OLDER, "epochs"); i > 0; i--) {
            older.add(new EpochEnd(in.raw64(), in.varint()));
        }
        return new BlockHeader(stream, seq, epoch, first, count, spooledMs, List.copyOf(older));
    }
}
