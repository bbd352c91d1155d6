package io.penstock.relay.client.block;

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
import io.penstock.relay.wire.api.SeriesKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final BlockWriter writer = new BlockWriter((event, bytes) -> { });

    private Block write(List<Event> events) {
        return writer.write(new BlockHeader("stream", 7, 0x8000000000000001L, 1000, events.size(), 123,
                List.of(new EpochEnd(-1, 5), new EpochEnd(42, 6))), events);
    }

    private static List<Event> events(Block block) {
        List<Event> events = new ArrayList<>();
        Block.Walk walk = block.walk();
        while (walk.left() > 0) {
            walk.next();
            events.add(walk.isRecord() ? walk.record() : measurement(walk));
        }
        return events;
    }

    private static Measurement measurement(Block.Walk walk) {
        SeriesKey key = walk.series().key();
        Number value = walk.unsigned() ? Unsigned.ofBits(walk.bits()) : (Number) Double.longBitsToDouble(walk.bits());
        return new Measurement(key.metric(), Instant.ofEpochSecond(walk.second(), walk.nano()), value, key.unit(),
                key.resource(), key.consumer(), key.attributes());
    }

    /** Like a host's, with a record and an odd time among them. */
    private static List<Event> random(Random random, int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant time = random.nextInt(20) == 0 ? Instant.ofEpochSecond(random.nextLong() >> 32, random.nextInt(1_000_000_000))
                    : START.plusSeconds(i / 10);
            if (random.nextInt(10) == 0) {
                events.add(Record.of(time, Fields.of("a" + random.nextInt(3), random.nextLong())));
            } else {
                Number value = random.nextBoolean() ? Unsigned.ofBits(random.nextLong()) : (Number) random.nextGaussian();
                events.add(new Measurement("metric_" + random.nextInt(5), time, value, "s", new Entity("cpu",
                        "" + random.nextInt(4)), Entity.LOCAL_MACHINE, Fields.of("state", "s" + random.nextInt(2))));
            }
        }
        return events;
    }

    @Test
    void givesBackWhatWasWrittenFromMemoryAndFromBytes() {
        Random random = new Random(1);
        SeriesCache cache = new SeriesCache();
        for (int i = 0; i < 50; i++) {
            List<Event> events = random(random, 1 + random.nextInt(300));
            Block block = write(events);

            assertThat(events(block)).isEqualTo(events);
            assertThat(events(Block.read(block.bytes(), cache))).isEqualTo(events);
            assertThat(Block.header(block.bytes())).isEqualTo(block.header());
        }
    }

    @Test
    void aSeriesOfManyBlocksIsOneObject() {
        SeriesCache cache = new SeriesCache();
        List<Event> events = random(new Random(2), 100);
        Block.Walk first = Block.read(write(events).bytes(), cache).walk();
        Block.Walk second = Block.read(write(events).bytes(), cache).walk();
        first.next();
        second.next();

        assertThat(first.series()).isSameAs(second.series());
    }

    @Test
    void aPointOfAScrapeTakesFewBytes() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            events.add(Measurement.of("metric_" + i % 100, START.plusSeconds(i / 100), Unsigned.of(i), "s"));
        }

        assertThat(write(events).bytes().length / 5000.0).isLessThan(6);
    }

    @Test
    void bytesChangedAnywhereAreDamageOrOtherEventsAndNothingElse() {
        byte[] whole = write(random(new Random(3), 40)).bytes();
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            readOrFindDamaged(bytes);
        }
    }

    private static void readOrFindDamaged(byte[] bytes) {
        try {
            Block.Walk walk = Block.read(bytes, new SeriesCache()).walk();
            while (walk.left() > 0) {
                walk.next();
            }
        } catch (PenstockException e) {
            assertThat(e.kind()).isIn(ErrorKind.CORRUPT, ErrorKind.INVALID);
        }
    }

    /** One of each type; the bytes are those of version 1, which spools on disk hold. */
    @Test
    void theBytesOfAVersionStayWhatTheyAre() {
        Fields values = Fields.builder().set("float", -0.5).set("uint", Unsigned.MAX).set("bool", true).set("text", "\u00e4")
                .set("text16", "\ud800").set("list", List.of(1L, "x")).set("null", Null.NULL).set("int", -5L)
                .set("decimal", new BigDecimal("-12.300")).set("bytes", Bytes.of((byte) 1, (byte) -1))
                .set("time", START.plusNanos(7)).set("duration", Duration.ofSeconds(-3, 7))
                .set("map", Fields.of("k", false)).build();
        List<Event> events = List.of(
                new Measurement("m", START, Unsigned.of(300), "J", new Entity("cpu", "1"), new Entity("process", "7"),
                        Fields.of("state", "idle")),
                Measurement.of("m", START, 1.5, "J"),
                Record.of(START, values),
                Measurement.of("m", START.plusSeconds(5).plusNanos(9), Unsigned.of(1), "J"));
        byte[] golden = HexFormat.of().parseHex("010673747265616d078000000000000001e807047b02ffffffffffffffff05000000000000002a0602002101"
                + "6d014a0363707501310770726f63657373013701057374617465030469646c65041f0d6c6f63616c5f6d6163"
                + "68696e65000d6c6f63616c5f6d616368696e650000040080e4ad950d00ac0203000000000000f83f0380e4ad"
                + "950d000d05666c6f617400000000000000e0bf0475696e7401ffffffffffffffffff0104626f6f6c02010474"
                + "6578740302c3a4067465787431360c01d800046c69737404020602030178046e756c6c0503696e7406090764"
                + "6563696d616c0702cff406056279746573080201ff0474696d650980e4ad950d07086475726174696f6e0a05"
                + "07036d61700b01016b020002040a0901");

        assertThat(HexFormat.of().formatHex(write(events).bytes())).isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(events(Block.read(golden, new SeriesCache()))).isEqualTo(events);
    }

    @Test
    void anotherVersionIsDamage() {
        byte[] bytes = write(random(new Random(5), 3)).bytes();
        bytes[0] = 2;

        assertThatThrownBy(() -> Block.read(bytes, new SeriesCache())).isInstanceOfSatisfying(PenstockException.class,
                damaged -> assertThat(damaged.kind()).isEqualTo(ErrorKind.CORRUPT)).hasMessageContaining("version 2");
    }

    @Test
    void whatTheWireCannotCarryIsRefusedAndLeavesNoTrace() {
        Fields deep = Fields.of("x", 1L);
        for (int i = 0; i < 101; i++) {
            deep = Fields.of("x", deep);
        }
        Fields.Builder many = Fields.builder();
        for (int i = 0; i < 1001; i++) {
            many.set("a" + i, 1L);
        }
        List<Event> good = random(new Random(6), 10);
        BigDecimal digits = new BigDecimal(BigInteger.ONE.shiftLeft(8 * 4096));
        for (Event bad : List.of(Measurement.of("\ud800", START, 1.0, "s"), Record.of(START, deep),
                Record.of(START, Fields.of("x", digits)),
                Measurement.of("m", START, 1.0, "s").withAttributes(many.build()),
                Measurement.of("m".repeat(70_000), START, 1.0, "s"))) {
            List<Event> both = new ArrayList<>(good);
            both.add(5, bad);
            assertThatThrownBy(() -> write(both)).isInstanceOfSatisfying(PenstockException.class,
                    refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID));
            assertThat(events(write(good))).isEqualTo(good);
        }
    }
}
