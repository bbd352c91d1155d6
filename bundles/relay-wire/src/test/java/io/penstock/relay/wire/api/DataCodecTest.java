package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataCodecTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L, 5_000_000);

    private final DataEncoder encoder = new DataEncoder(Wire.TIGHT, Compression.NONE);
    private final DataDecoder decoder = new DataDecoder(Wire.TIGHT, UnaryOperator.identity());

    private static Measurement point(String metric, long value) {
        return Measurement.of(metric, NOW, Unsigned.of(value), "1");
    }

    private List<Event> through(List<? extends Event> events) {
        return Wire.decode(decoder, Wire.encode(encoder, 7, 0, events)).stream()
                .flatMap(each -> each.events().stream()).toList();
    }

    /** A Data frame made by hand. */
    private static Frame data(Consumer<PostcardWriter> body) {
        return sealed(Frame.DATA, body);
    }

    private static Frame sealed(int type, Consumer<PostcardWriter> body) {
        PostcardWriter out = new PostcardWriter(100);
        body.accept(out);
        return Wire.frames(List.of(SealedBody.seal(type, out, Compression.NONE))).get(0);
    }

    private void refuses(Frame frame, String message) {
        assertThatThrownBy(() -> decoder.decode(frame)).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT)).hasMessageContaining(message);
    }

    @Test
    void tellsASeriesOnceAndThenAlmostNothing() {
        List<Event> scrape = List.of(point("a", 1), point("b", 2), point("c", 3));
        assertThat(through(scrape)).isEqualTo(scrape);
        List<ByteBuffer> again = Wire.encode(encoder, 7, 3, scrape);
        assertThat(again).hasSize(1);
        assertThat(Wire.decode(decoder, again).get(0).events()).isEqualTo(scrape);
        assertThat(again.get(0).capacity()).as("header, epoch, three times the same").isLessThan(45);
    }

    @Test
    void givesMeasurementsThatShareTheirSeriesParts() {
        List<Event> found = through(List.of(point("a", 1), point("b", 1), point("a", 2)));
        Measurement first = (Measurement) found.get(0);
        Measurement second = (Measurement) found.get(2);
        assertThat(second.metric()).isSameAs(first.metric());
        assertThat(second.attributes()).isSameAs(first.attributes());
        assertThat(second.resource()).isSameAs(Entity.LOCAL_MACHINE);
        assertThat(second.time()).isSameAs(first.time());
    }

    @Test
    void asksOncePerSeriesWhatItShallBe() {
        List<String> asked = new ArrayList<>();
        DataDecoder renaming = new DataDecoder(Wire.TIGHT, key -> {
            asked.add(key.metric());
            return key.withMetric(key.metric() + "_relay-client-x").withAttributes(key.attributes().with("relay_client", "x"));
        });
        List<Event> events = Wire.decode(renaming, Wire.encode(encoder, 7, 0, List.of(point("a", 1), point("a", 2))))
                .get(0).events();
        assertThat(asked).containsExactly("a");
        assertThat(events).extracting(each -> ((Measurement) each).metric()).containsOnly("a_relay-client-x");
        assertThat(events).extracting(each -> ((Measurement) each).attributes()).containsOnly(Fields.of("relay_client", "x"));
    }

    @Test
    void beginsAnewWhenThereAreTooManySeries() {
        List<Event> events = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Wire.TIGHT.maxSeries() + 50; i++) {
                events.add(point("metric" + i, i));
            }
        }
        assertThat(through(events)).isEqualTo(events);
        assertThat(encoder.generation()).isPositive();
        assertThat(decoder.seriesCount()).isLessThanOrEqualTo(Wire.TIGHT.maxSeries());
    }

    @Test
    void beginsAnewWhenAskedBetweenBatches() {
        List<Event> events = List.of(point("a", 1), point("b", 2));
        assertThat(through(events)).isEqualTo(events);
        encoder.reset();
        List<ByteBuffer> frames = Wire.encode(encoder, 7, 2, List.of(point("b", 3)));
        assertThat(Wire.frames(frames)).extracting(Frame::type).containsExactly(Frame.RESET, Frame.SERIES, Frame.DATA);
        assertThat(Wire.decode(decoder, frames).get(0).events()).containsExactly(point("b", 3));
        assertThat(decoder.seriesCount()).isEqualTo(1);
    }

    @Test
    void writesNamesOutWhenThereAreTooMany() {
        WireLimits wide = new WireLimits(1 << 20, 1000, 100_000);
        DataEncoder many = new DataEncoder(wide, Compression.NONE);
        DataDecoder reading = new DataDecoder(wide, UnaryOperator.identity());
        for (int batch = 0; batch < 22; batch++) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                events.add(point("metric-" + batch + "-" + i, i));
            }
            events.add(Record.of(NOW, Fields.of("field" + batch, 1L)));
            assertThat(Wire.decode(reading, Wire.encode(many, 7, 0, events)).stream().flatMap(each -> each.events().stream()))
                    .isEqualTo(events);
        }
        assertThat(reading.seriesCount()).isGreaterThan(RelayProtocol.MAX_NAMES);
    }

    @Test
    void cutsABatchThatIsTooLargeForOneFrame() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.add(Record.raw(NOW, "x".repeat(5000)));
        }
        encoder.begin(7, 0);
        events.forEach(encoder::event);
        int told = encoder.sizeSoFar();
        List<ByteBuffer> frames = encoder.finish();
        assertThat(frames).hasSizeGreaterThan(3)
                .allMatch(each -> each.remaining() - Integer.BYTES <= Wire.TIGHT.maxFrameBytes());
        assertThat(frames.stream().mapToInt(ByteBuffer::remaining).sum()).isLessThanOrEqualTo(told);
        assertThat(Wire.decode(decoder, frames).stream().flatMap(each -> each.events().stream())).isEqualTo(events);
    }

    @Test
    void refusesAnEventItCannotCarryAndGoesOn() {
        Object deep = 1L;
        for (int i = 0; i < 101; i++) {
            deep = List.of(deep);
        }
        Object tooDeep = deep;
        Fields.Builder many = Fields.builder();
        for (int i = 0; i <= RelayProtocol.MAX_ATTRIBUTES; i++) {
            many.set("a" + i, 1L);
        }
        Fields attributes = many.build();
        encoder.begin(7, 0);
        encoder.event(Record.of(NOW, Fields.of("first", 1L)));
        Stream.<Event>of(Record.of(NOW, Fields.builder().set("new", 1L).set("deep", tooDeep).build()),
                Record.raw(NOW, "x".repeat(Wire.TIGHT.maxFrameBytes())), Record.of(NOW, Fields.of("n".repeat(70_000), 1L)),
                point("m".repeat(70_000), 1), point("m", 1).withAttributes(attributes),
                point("m", 1).withAttributes(Fields.of("a", "x".repeat(70_000)))).forEach(each ->
                assertThatThrownBy(() -> encoder.event(each)).isInstanceOfSatisfying(PenstockException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
                    assertThat(e.code()).isEqualTo("relay.event");
                }));
        encoder.event(Record.of(NOW, Fields.of("new", 2L)));
        encoder.event(point("m", 1));
        assertThat(Wire.decode(decoder, encoder.finish()).stream().flatMap(each -> each.events().stream()))
                .containsExactly(Record.of(NOW, Fields.of("first", 1L)), Record.of(NOW, Fields.of("new", 2L)), point("m", 1));
    }

    @Test
    void refusesNumbersAndTimesThatWouldBreakTheOtherSide() {
        int series = encoder.series(SeriesKey.of(point("a", 1)));
        assertThatThrownBy(() -> encoder.point(series, 0, 0, true, 1)).isInstanceOf(IllegalStateException.class);
        encoder.begin(7, 0);
        assertThatThrownBy(() -> encoder.point(series + 1, 0, 0, true, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoder.point(series, 0, 1_000_000_000, true, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        encoder.point(series, 0, 0, true, 1);
        assertThatThrownBy(() -> encoder.begin(7, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(Wire.decode(decoder, encoder.finish())).hasSize(1);
    }

    @Test
    void takesThousandsOfFields() {
        Fields.Builder many = Fields.builder();
        for (int i = 0; i < RelayProtocol.MAX_FIELDS; i++) {
            many.set("f" + i, 1L);
        }
        List<Event> events = List.of(Record.of(NOW, many.build()));
        assertThat(through(events)).isEqualTo(events);
    }

    @Test
    void skipsWhatTheServerHas() {
        Decoded decoded = new Decoded(7, 10, 5, List.of(point("a", 10), point("a", 12), point("a", 14)),
                List.of(new Unfit(11, "x"), new Unfit(13, "y")));
        assertThat(decoded.from(3)).isSameAs(decoded);
        assertThat(decoded.from(12)).isEqualTo(new Decoded(7, 12, 3, List.of(point("a", 12), point("a", 14)),
                List.of(new Unfit(13, "y"))));
        assertThat(decoded.from(14).events()).containsExactly(point("a", 14));
        assertThat(decoded.from(15)).isEqualTo(new Decoded(7, 15, 0, List.of(), List.of()));
        assertThat(decoded.from(99).count()).isZero();
        assertThat(decoded.next()).isEqualTo(15);
    }

    @Test
    void losesAnEventThatCannotBeAndNoneBesides() {
        Frame records = data(out -> out.raw64(7).varint(5).varint(4).u8(1)
                .u8(3).varint(0).zigzag(1).varint(0).zigzag(Long.MAX_VALUE - 2).varint(1 << 1).zigzag(3L - Long.MAX_VALUE)
                .varint(1).u8(0).text("a").u8(5)
                .varint(0)
                .varint(2).varint(4).u8(5).varint(4).u8(5)
                .varint(1).varint(4).u8(9).zigzag(Long.MAX_VALUE).varint(0));
        Decoded decoded = decoder.decode(records).orElseThrow();
        assertThat(decoded.events()).hasSize(1);
        assertThat(decoded.count()).isEqualTo(4);
        assertThat(decoded.unfit()).extracting(Unfit::number).containsExactly(6L, 7L, 8L);
        assertThat(decoded.unfit()).extracting(Unfit::reason).satisfiesExactly(each -> assertThat(each).contains("time"),
                each -> assertThat(each).contains("twice"), each -> assertThat(each).contains("time"));
    }

    @Test
    void losesPointsOfASeriesThatCannotBe() {
        decoder.decode(sealed(Frame.SERIES, out -> {
            out.varint(0).varint(2);
            out.u8(0).text("").varint(4).varint(4).varint(4).varint(4).varint(4).varint(0);
            out.u8(0).text("m").varint(4).varint(4).varint(4).varint(4).varint(4).varint(0);
        }));
        Decoded decoded = decoder.decode(data(out -> out.raw64(7).varint(0).varint(2).u8(0)
                .varint(2).u8(3).varint(1 << 1).zigzag(9).varint(2).zigzag(1).zigzag(1))).orElseThrow();
        assertThat(decoded.unfit()).containsExactly(new Unfit(0, "a metric without a name"));
        assertThat(decoded.events()).hasSize(1);
    }

    @Test
    void refusesDataThatFollowsNoRule() {
        refuses(new Frame(Frame.DATA, ByteBuffer.allocate(0)), "end");
        refuses(new Frame(Frame.ACK, ByteBuffer.allocate(0)), "type 8");
        refuses(new Frame(Frame.DATA, ByteBuffer.wrap(HexFormat.of().parseHex("0000000001ff"))), "checksum");
        refuses(new Frame(Frame.DATA, ByteBuffer.wrap(HexFormat.of().parseHex("020000000000"))), "flags");
        refuses(data(out -> out.raw64(1).varint(0).varint(1).u8(2).u8(0)), "kind 2");
        refuses(data(out -> out.raw64(1).varint(-1).varint(1).u8(0).u8(0)), "beyond 64 bits");
        refuses(data(out -> out.raw64(1).varint(0).varint(1).u8(0).varint(1).u8(0)), "series 0 of 0");
        refuses(data(out -> out.raw64(1).varint(0).varint(0).u8(0).u8(0)), "too many");
    }

    @Test
    void refusesLengthsBeyondTheLimits() {
        int most = Wire.TIGHT.maxEvents();
        refuses(data(out -> out.raw64(1).varint(0).varint(most + 1).u8(0).raw(new byte[1000], 0, 1000)), "events: " + (most + 1));
        refuses(data(out -> out.raw64(1).varint(0).varint(100).u8(0)), "events: 100 declared");
        refuses(sealed(Frame.SERIES, out -> out.varint(0).varint(Wire.TIGHT.maxSeries() + 1).raw(new byte[9999], 0, 9999)), "series");
        refuses(sealed(Frame.SERIES, out -> out.varint(1).varint(0)), "series from 1 on");
        refuses(sealed(Frame.SERIES, out -> out.varint(0).varint(1).u8(0).varint(300).raw(new byte[300], 0, 300)
                .raw(new byte[99], 0, 99)), "more names");
        refuses(records(out -> out.varint(RelayProtocol.MAX_FIELDS + 1).raw(new byte[30_000], 0, 30_000)), "fields: 10001");
        refuses(records(out -> out.varint(1).u8(2).text("a").u8(3).varint(1 << 20)), "text: 1048576");
        refuses(records(out -> out.varint(1).u8(2).text("a").u8(8).varint(-1L)), "bytes");
        refuses(records(out -> out.varint(1).u8(2).text("a").u8(4).varint(1 << 28)), "list");
        refuses(records(out -> out.varint(1).u8(2).text("a").u8(7).zigzag(0).varint(5000).raw(new byte[5000], 0, 5000)), "bytes: 5000");
        refuses(records(out -> out.varint(1).varint(4 + 9).u8(5)), "name 9 of 0");
        refuses(records(out -> out.varint(1).u8(2).text("a").u8(14)), "tag of 14");
        refuses(records(out -> {
            out.varint(1).u8(2).text("a");
            for (int i = 0; i <= RelayProtocol.MAX_NESTING; i++) {
                out.u8(4).varint(1);
            }
            out.u8(5);
        }), "nested");
    }

    @Test
    void refusesFramesThatUnfoldToFarMoreThanTheyAre() {
        int many = Wire.TIGHT.maxFrameBytes() - 100;
        refuses(records(out -> out.varint(1).u8(2).text("a").u8(4).varint(many).raw(new byte[many], 0, many)), "unfolds");
    }

    @Test
    void refusesCompressedBodiesThatLie() {
        PostcardWriter zeros = new PostcardWriter(100_000);
        zeros.raw(new byte[100_000], 0, 100_000);
        Frame honest = Wire.frames(List.of(SealedBody.seal(Frame.DATA, zeros, Compression.ZSTD))).get(0);
        assertThat(honest.sizeBytes()).isLessThan(200);
        byte[] body = honest.body().array();
        int at = honest.body().arrayOffset() + honest.body().position() + 5;
        PostcardReader length = new PostcardReader(ByteBuffer.wrap(body, at, 3));
        assertThat(length.varint32()).isEqualTo(100_000);
        body[at]++;
        refuses(honest, "not zstd of 100001 bytes");
        PostcardWriter bomb = new PostcardWriter(1 << 20);
        bomb.raw(new byte[1 << 20], 0, 1 << 20);
        refuses(Wire.frames(List.of(SealedBody.seal(Frame.DATA, bomb, Compression.ZSTD))).get(0), "plain length: 1048576");
    }

    @Test
    void leavesCompressionOutWhereItDoesNotHelp() {
        PostcardWriter noise = new PostcardWriter(1000);
        new RandomEvents(1).random().longs(100).forEach(noise::raw64);
        int plain = SealedBody.seal(Frame.DATA, noise, Compression.NONE).remaining();
        assertThat(SealedBody.seal(Frame.DATA, noise, Compression.ZSTD).remaining()).isEqualTo(plain);
        assertThat(Compression.zstdAvailable()).isTrue();
    }

    private static Frame records(Consumer<PostcardWriter> record) {
        return data(out -> {
            out.raw64(1).varint(0).varint(1).u8(1).u8(3).varint(0).zigzag(1);
            record.accept(out);
        });
    }
}
