package io.penstock.relay.wire.api;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Events as odd as they can be, the same for the same seed. */
final class RandomEvents {
    private static final double[] FLOATS = {0.0, -0.0, 1, -1, 3.25, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, 1e15, -9007199254740993.0, 0x1p63, -0x1p63};
    private static final long[] WHOLES = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 127, 128, 1L << 53, 1L << 35};
    private static final Instant[] TIMES = {Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1, 999_999_999),
        Instant.ofEpochSecond(9_223_372_036L, 854_775_807), Instant.ofEpochSecond(-9_223_372_037L, 1)};
    private static final String[] TEXTS = {"", "a", "cpu_time", "größe", "\u0000", "\ud83d\ude00", "\ud800", "x\udc00y",
        "\ud800\ud800\udc00", "日本"};

    private final SplittableRandom random;
    private Instant now = Instant.ofEpochSecond(1_700_000_000L);

    RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    List<Event> batch(int most) {
        List<Event> events = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        int style = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            events.add(style == 0 || style == 1 && random.nextInt(10) == 0 ? record() : measurement(style == 3));
        }
        return events;
    }

    Measurement measurement(boolean calm) {
        Number value = random.nextBoolean() ? Unsigned.ofBits(whole()) : (Number) floating();
        return new Measurement("m" + random.nextInt(8) + (calm ? "" : text()), time(calm), value,
                random.nextInt(3) == 0 ? "1" : calm ? "s" : text(), entity(calm), entity(calm), attributes(calm));
    }

    private Fields attributes(boolean calm) {
        return random.nextInt(3) > 0 ? Fields.EMPTY : calm ? Fields.of("mode", "user") : fields(0);
    }

    Record record() {
        return Record.of(time(random.nextBoolean()), fields(0));
    }

    private Entity entity(boolean calm) {
        return random.nextBoolean() ? Entity.LOCAL_MACHINE
                : new Entity(calm ? "process" : text(), calm ? "" + random.nextInt(5) : text());
    }

    Instant time(boolean calm) {
        int dice = random.nextInt(20);
        if (!calm && dice == 0) {
            return TIMES[random.nextInt(TIMES.length)];
        }
        if (dice < 8) {
            int unit = random.nextInt(4);
            now = now.plusNanos(unit == 0 ? random.nextInt(2000) : unit == 1 ? 1000 : unit == 2 ? 1_000_000 : 5_000_000_000L);
        }
        return now;
    }

    Fields fields(int depth) {
        Fields.Builder builder = Fields.builder();
        int count = random.nextInt(20) == 0 ? 30 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            builder.set("f" + i + (random.nextInt(5) == 0 ? text() : ""), value(depth));
        }
        return builder.build();
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth < 4 ? 12 : 10)) {
            case 0 -> floating();
            case 1 -> Unsigned.ofBits(whole());
            case 2 -> whole();
            case 3 -> random.nextBoolean();
            case 4 -> text();
            case 5 -> Null.NULL;
            case 6 -> new BigDecimal(new BigInteger(1 + random.nextInt(200), new java.util.Random(random.nextLong())).negate(),
                    random.nextInt(4) == 0 ? Integer.MIN_VALUE : random.nextInt(100) - 50);
            case 7 -> Bytes.of(text().getBytes(java.nio.charset.StandardCharsets.UTF_16));
            case 8 -> time(false);
            case 9 -> Duration.ofSeconds(whole(), random.nextInt(1_000_000_000));
            case 10 -> List.of(value(depth + 1), value(depth + 1));
            default -> fields(depth + 1);
        };
    }

    private long whole() {
        int dice = random.nextInt(3);
        return dice == 0 ? WHOLES[random.nextInt(WHOLES.length)] : dice == 1 ? random.nextLong() : random.nextInt(1000);
    }

    /** Payloads of NaNs included. */
    private Double floating() {
        int dice = random.nextInt(4);
        return dice == 0 ? FLOATS[random.nextInt(FLOATS.length)] : dice == 1 ? Double.longBitsToDouble(random.nextLong())
                : dice == 2 ? Double.longBitsToDouble(0x7ff8000000000000L | random.nextInt()) : (double) random.nextInt(5000);
    }

    private String text() {
        int dice = random.nextInt(10);
        return dice == 0 ? "long ".repeat(random.nextInt(200)) : TEXTS[random.nextInt(TEXTS.length)];
    }
}
