package io.penstock.pipes.state;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.codec.ByteSink;
import io.penstock.pipes.codec.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a ledger. Immutable.
 *
 * <pre>
 * | 1 stream    | name | highest number given |
 * | 2 frontier  | origin |                      delivered up to there
 * | 3 planned   | number | part |
 * | 4 delivered |                               the part planned last
 * | 5 skipped   | part |                        settled without delivery
 * | 6 forgotten | input | partition |
 * part:   | first | count | total | n | origin ... |      numbers are varints
 * origin: | input | partition | offset |
 * </pre>
 */
sealed interface LedgerEntry {
    /** First in every file. */
    record Stream(String stream, long seq) implements LedgerEntry {
    }

    record Frontier(Origin at) implements LedgerEntry {
    }

    record Planned(long seq, Ledger.Part part) implements LedgerEntry {
    }

    record Delivered() implements LedgerEntry {
    }

    record Skipped(Ledger.Part part) implements LedgerEntry {
    }

    record Forgotten(Origin.Source source) implements LedgerEntry {
    }

    default byte[] encode() {
        ByteSink sink = new ByteSink(64);
        if (this instanceof Stream named) {
            sink.u8(1);
            sink.text(named.stream());
            sink.varint(named.seq());
        } else if (this instanceof Frontier reached) {
            sink.u8(2);
            write(reached.at(), sink);
        } else if (this instanceof Planned planned) {
            sink.u8(3);
            sink.varint(planned.seq());
            write(planned.part(), sink);
        } else if (this instanceof Delivered) {
            sink.u8(4);
        } else if (this instanceof Skipped skipped) {
            sink.u8(5);
            write(skipped.part(), sink);
        } else if (this instanceof Forgotten forgotten) {
            sink.u8(6);
            sink.text(forgotten.source().input());
            sink.text(forgotten.source().partition());
        }
        return sink.toArray();
    }

    static void write(Ledger.Part part, ByteSink sink) {
        sink.varint(part.first());
        sink.varint(part.count());
        sink.varint(part.total());
        sink.varint(part.work().size());
        part.work().forEach(origin -> write(origin, sink));
    }

    static void write(Origin origin, ByteSink sink) {
        sink.text(origin.input());
        sink.text(origin.partition());
        sink.varint(origin.to());
    }

    static LedgerEntry decode(ByteBuffer bytes) {
        ByteSource source = new ByteSource(bytes);
        int type = source.u8();
        return switch (type) {
            case 1 -> new Stream(source.text(), source.varint());
            case 2 -> new Frontier(origin(source));
            case 3 -> new Planned(source.varint(), part(source));
            case 4 -> new Delivered();
            case 5 -> new Skipped(part(source));
            case 6 -> new Forgotten(new Origin.Source(source.text(), source.text()));
            default -> throw new PenstockException(ErrorKind.CORRUPT, "pipes.ledger-corrupt",
                    "a ledger has an entry of the unknown type " + type);
        };
    }

    static Ledger.Part part(ByteSource source) {
        int first = (int) source.varint();
        int count = (int) source.varint();
        int total = (int) source.varint();
        int origins = source.count();
        List<Origin> work = new ArrayList<>(origins);
        for (int i = 0; i < origins; i++) {
            work.add(origin(source));
        }
        return new Ledger.Part(work, first, count, total);
    }

    private static Origin origin(ByteSource source) {
        return new Origin(source.text(), source.text(), source.varint());
    }
}
