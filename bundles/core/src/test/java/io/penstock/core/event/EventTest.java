package io.penstock.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000000006Z");

    @Test
    void unsignedKeepsEveryValueUpTo64Bits() {
        Unsigned max = Unsigned.parse("18446744073709551615");
        assertThat(max).isEqualTo(Unsigned.MAX).hasToString("18446744073709551615");
        assertThat(max.toBigInteger()).isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
        assertThat(max.doubleValue()).isEqualTo(0x1p64);
        assertThat(Unsigned.of(Long.MAX_VALUE).doubleValue()).isEqualTo(0x1p63);
        assertThat(max).isGreaterThan(Unsigned.of(1));
        assertThatThrownBy(() -> Unsigned.of(-1)).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> Unsigned.parse("18446744073709551616")).isInstanceOf(PenstockException.class);
    }

    @Test
    void plainJavaValuesEnterWithoutLoss() {
        assertThat(ValueType.from(null)).isEqualTo(Null.NULL);
        assertThat(ValueType.from(7)).isEqualTo(7L);
        assertThat(ValueType.from(BigInteger.ONE.shiftLeft(63))).isEqualTo(Unsigned.ofBits(Long.MIN_VALUE));
        assertThat(ValueType.from(BigInteger.ONE.shiftLeft(64))).isEqualTo(new BigDecimal("18446744073709551616"));
        assertThat(ValueType.from(BigInteger.ONE.shiftLeft(63).negate())).isEqualTo(Long.MIN_VALUE);
        assertThat(ValueType.from(Map.of("a", List.of(1, 2)))).isEqualTo(Fields.of("a", List.of(1L, 2L)));
        assertThatThrownBy(() -> ValueType.from(new Object())).hasMessageContaining("java.lang.Object");
    }

    @Test
    void fieldsKeepTheirOrderAndTheOriginalStaysAsItWas() {
        Fields fields = Fields.builder().set("a", 1L).set("b", 2L).set("c", 3L).build();
        assertThat(fields.with("b", "x").names()).containsExactly("a", "b", "c");
        assertThat(fields.with("d", 4L).without("a").names()).containsExactly("b", "c", "d");
        assertThat(fields.get("b")).isEqualTo(2L);
        assertThat(fields.get("z")).isNull();
        assertThat(fields.without("z")).isSameAs(fields);
        assertThat(Fields.of("o", Fields.of("i", "deep")).at(List.of("o", "i"))).isEqualTo("deep");
        assertThat(fields.at(List.of("a", "i"))).isNull();
    }

    @Test
    void manyFieldsFit() {
        Fields.Builder builder = Fields.builder();
        for (int i = 0; i < 1000; i++) {
            builder.set("f" + i, (long) i);
        }
        Fields fields = builder.remove("f0").build();
        assertThat(fields.size()).isEqualTo(999);
        assertThat(fields.get("f999")).isEqualTo(999L);
        assertThat(fields).isEqualTo(Fields.from(fields.toMap())).hasSameHashCodeAs(Fields.from(fields.toMap()));
    }

    @Test
    void aMeasurementComesBackFromItsFields() {
        for (Number value : List.of(Unsigned.MAX, Double.NaN, -0.0, 1.5)) {
            Measurement measurement = new Measurement("cpu_time", TIME, value, "s", new Entity("cpu_core", "3"),
                    new Entity("process", "12/34"), Fields.of("state", "user"));
            assertThat(measurement.withFields(measurement.fields())).isEqualTo(measurement);
        }
    }

    @Test
    void fieldsThatAreNoMeasurementBecomeARecord() {
        Measurement measurement = Measurement.of("load", TIME, 1.0, "1");
        assertThat(measurement.withFields(measurement.fields().with("extra", 1L))).isInstanceOf(Record.class);
        assertThat(measurement.withFields(measurement.fields().without("value"))).isInstanceOf(Record.class);
        assertThat(measurement.withFields(measurement.fields().with("value", 3L)))
                .isEqualTo(Measurement.of("load", TIME, Unsigned.of(3), "1"));
    }

    @Test
    void aMeasurementTakesOnlyExactNumbers() {
        assertThatThrownBy(() -> Measurement.of("m", TIME, 1L, "1")).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> Measurement.of("", TIME, 1.0, "1")).isInstanceOf(PenstockException.class);
    }

    @Test
    void jsonKeepsEveryValueReadable() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "a\"b\\c\n\u0001é");
        values.put("max", Unsigned.MAX);
        values.put("big", new BigDecimal("1.10"));
        values.put("nan", Double.NaN);
        values.put("zero", -0.0);
        values.put("time", TIME);
        values.put("bytes", new byte[] {1, 2});
        values.put("none", null);
        values.put("list", Arrays.asList(1, true, Map.of()));
        assertThat(EventText.json(Record.of(TIME, Fields.from(values)))).isEqualTo("{\"text\":\"a\\\"b\\\\c\\n\\u0001é\","
                + "\"max\":18446744073709551615,\"big\":1.10,\"nan\":\"NaN\",\"zero\":-0.0,"
                + "\"time\":\"2026-01-02T03:04:05.000000006Z\",\"bytes\":\"AQI=\",\"none\":null,\"list\":[1,true,{}]}");
    }

    @Test
    void sizesGrowWithTheContent() {
        int small = Record.raw(TIME, "x").sizeBytes();
        assertThat(Record.raw(TIME, "x".repeat(1000)).sizeBytes()).isEqualTo(small + 999);
        assertThat(Record.raw(TIME, "x").withFields(Fields.of("list", List.of("y".repeat(500)))).sizeBytes())
                .isGreaterThan(500);
    }
}
