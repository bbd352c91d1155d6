package io.penstock.pipes.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private static List<Event> samples() {
        Fields nested = Fields.builder().set("deep", List.of(1L, "two", List.of(Null.NULL))).set("text", "ä😀").build();
        Fields all = Fields.builder()
                .set("null", Null.NULL).set("yes", true).set("no", false)
                .set("min", Long.MIN_VALUE).set("max", Long.MAX_VALUE).set("minus", -1L)
                .set("u64", Unsigned.MAX).set("u0", Unsigned.of(0))
                .set("nan", Double.NaN).set("-0", -0.0).set("inf", Double.NEGATIVE_INFINITY).set("pi", Math.PI)
                .set("scale", new BigDecimal("1.500")).set("huge", new BigDecimal("-12345678901234567890123456789E-7"))
                .set("empty", "").set("mark", "?").set("lone", "a\ud800b?").set("pair", "\ud83d\ude00")
                .set("bytes", Bytes.of((byte) 0, (byte) -1)).set("time", Instant.MIN).set("late", Instant.MAX)
                .set("duration", Duration.ofSeconds(-1, 1)).set("list", List.of()).set("map", nested).build();
        return List.of(Record.of(TIME, all), Record.raw(Instant.EPOCH, "line"), Record.of(TIME, Fields.EMPTY),
                Measurement.of("cpu", TIME, Unsigned.MAX, "s"),
                new Measurement("power", TIME, -0.0, "W", new Entity("cpu_core", "3"), new Entity("process", "77"), nested));
    }

    @Test
    void givesBackEveryValueWithItsExactType() {
        assertThat(EventCodec.decode(EventCodec.encode(samples()))).isEqualTo(samples());
    }

    @Test
    void keepsItsFormat() {
        ByteBuffer bytes = EventCodec.encode(List.of(Record.raw(Instant.ofEpochSecond(1, 2), "ab")));
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        assertThat(HexFormat.of().formatHex(written)).isEqualTo("0101" + "00" + "0202" + "01" + "0007045f726177" + "07026162");
    }

    @Test
    void writesANameOnceARun() {
        Event event = Record.of(TIME, Fields.of("a-rather-long-name", 1L));
        int one = EventCodec.encode(List.of(event)).remaining();
        assertThat(EventCodec.encode(List.of(event, event)).remaining()).isLessThan(one + 18);
    }

    @Test
    void refusesWhatIsCutAnywhere() {
        byte[] whole = bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> EventCodec.decode(ByteBuffer.wrap(cut))).isInstanceOfSatisfying(
                    PenstockException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
        }
    }

    @Test
    void answersEveryMutationWithEventsOrAnError() {
        Random random = new Random(11);
        byte[] whole = bytes();
        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                EventCodec.decode(ByteBuffer.wrap(mutated));
            } catch (PenstockException e) {
                assertThat(e.kind()).isIn(ErrorKind.CORRUPT, ErrorKind.INVALID);
            }
        }
    }

    @Test
    void refusesALengthItHasNoBytesFor() {
        ByteSink sink = new ByteSink(16);
        sink.u8(1);
        sink.varint(Integer.MAX_VALUE);
        assertThatThrownBy(() -> EventCodec.decode(sink.toBuffer())).hasMessageContaining("bytes are left");
    }

    @Test
    void refusesNestingBeyondItsDepth() {
        Object value = 1L;
        for (int i = 0; i < 200; i++) {
            value = List.of(value);
        }
        List<Event> deep = List.of(Record.of(TIME, Fields.of("deep", value)));
        assertThatThrownBy(() -> EventCodec.encode(deep)).isInstanceOf(PenstockException.class)
                .hasMessageContaining("nested");
    }

    private static byte[] bytes() {
        ByteBuffer encoded = EventCodec.encode(samples());
        byte[] whole = new byte[encoded.remaining()];
        encoded.get(whole);
        return whole;
    }
}
