package io.penstock.plugin.transform.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConversionTest {
    private static Object as(TargetType type, Object value) {
        return Conversion.convert("f", value, type);
    }

    private static void refused(TargetType type, Object... values) {
        for (Object value : values) {
            assertThatThrownBy(() -> as(type, value)).as("%s to %s", value, type).hasMessageContaining("\"f\"");
        }
    }

    @Test
    void readsWholeNumbersExactly() {
        assertThat(as(TargetType.INT, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(as(TargetType.INT, "+7")).isEqualTo(7L);
        assertThat(as(TargetType.INT, Unsigned.of(7))).isEqualTo(7L);
        assertThat(as(TargetType.INT, 7.0)).isEqualTo(7L);
        assertThat(as(TargetType.INT, new BigDecimal("7.00"))).isEqualTo(7L);
        refused(TargetType.INT, "9223372036854775808", "7.5", " 7", "", "x", "0x10", 7.5, Unsigned.MAX, Double.NaN, true,
                new BigDecimal("1E+999999999"));
        assertThat(as(TargetType.UINT, "18446744073709551615")).isEqualTo(Unsigned.MAX);
        assertThat(as(TargetType.UINT, 5L)).isEqualTo(Unsigned.of(5));
        refused(TargetType.UINT, -1L, "18446744073709551616", "-1");
    }

    @Test
    void losesNoDigitOfAWholeNumberToAFloat() {
        assertThat(as(TargetType.FLOAT, 1L << 53)).isEqualTo(0x1p53);
        assertThat(as(TargetType.FLOAT, Unsigned.ofBits(1L << 63))).isEqualTo(0x1p63);
        refused(TargetType.FLOAT, (1L << 53) + 1, Unsigned.MAX, "1e400", "abc");
        assertThat(as(TargetType.FLOAT, "0.1")).isEqualTo(0.1);
        assertThat(as(TargetType.FLOAT, "-0.0")).isEqualTo(-0.0);
        assertThat(as(TargetType.FLOAT, "NaN")).isEqualTo(Double.NaN);
        assertThat(as(TargetType.FLOAT, new BigDecimal("0.1"))).isEqualTo(0.1);
    }

    @Test
    void makesDecimalsOfEverythingButNaN() {
        assertThat(as(TargetType.DECIMAL, "1.10")).isEqualTo(new BigDecimal("1.10"));
        assertThat(as(TargetType.DECIMAL, 0.1)).isEqualTo(new BigDecimal("0.1"));
        assertThat(as(TargetType.DECIMAL, Unsigned.MAX)).isEqualTo(new BigDecimal("18446744073709551615"));
        refused(TargetType.DECIMAL, Double.NaN, "NaN", "1e1000000");
    }

    @Test
    void picksTheNumberTypeThatIsExact() {
        assertThat(as(TargetType.NUM, "12")).isEqualTo(12L);
        assertThat(as(TargetType.NUM, "9223372036854775808")).isEqualTo(Unsigned.parse("9223372036854775808"));
        assertThat(as(TargetType.NUM, "0.30000000000000000001")).isEqualTo(new BigDecimal("0.30000000000000000001"));
        assertThat(as(TargetType.NUM, "3.")).isEqualTo(3.0);
        assertThat(as(TargetType.NUM, ".5")).isEqualTo(0.5);
        refused(TargetType.NUM, ".", "-", "1e", "1..2", "1,5", "0.1f", "1d");
    }

    @Test
    void convertsTheOtherTypes() {
        assertThat(as(TargetType.STRING, Unsigned.MAX)).isEqualTo("18446744073709551615");
        assertThat(as(TargetType.BOOL, "TRUE")).isEqualTo(true);
        assertThat(as(TargetType.BOOL, 0L)).isEqualTo(false);
        refused(TargetType.BOOL, "yes", 2L);
        assertThat(as(TargetType.TIME, "2026-01-02T13:00:00.123456789+01:00"))
                .isEqualTo(Instant.parse("2026-01-02T12:00:00.123456789Z"));
        refused(TargetType.TIME, "2026-01-02", 5L);
        assertThat(as(TargetType.DURATION, "1m 30s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(as(TargetType.DURATION, "PT1.5S")).isEqualTo(Duration.ofMillis(1500));
        assertThat(as(TargetType.BYTES, "AQI=")).isEqualTo(Bytes.of((byte) 1, (byte) 2));
        refused(TargetType.BYTES, "?", 1L);
        refused(TargetType.DURATION, "5", "Px");
    }

    @Test
    void leavesNullAlone() {
        assertThat(as(TargetType.INT, Null.NULL)).isEqualTo(Null.NULL);
    }
}
