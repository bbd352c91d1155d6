package io.penstock.plugin.transform.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void addsWithoutLosingAnything() {
        assertThat(Numbers.add(1L, 2L)).isEqualTo(3L);
        assertThat(Numbers.add(Long.MAX_VALUE, 1L)).isEqualTo(Unsigned.ofBits(1L << 63));
        assertThat(Numbers.add(Unsigned.MAX, Unsigned.of(1))).isEqualTo(new BigDecimal("18446744073709551616"));
        assertThat(Numbers.add(Unsigned.of(1), Unsigned.of(1))).isEqualTo(Unsigned.of(2));
        assertThat(Numbers.add(Unsigned.of(1), -3L)).isEqualTo(-2L);
        assertThat(Numbers.add(new BigDecimal("0.10"), 1L)).isEqualTo(new BigDecimal("1.10"));
        assertThat(Numbers.add(new BigDecimal("0.1"), 0.5)).isEqualTo(0.6);
    }

    @Test
    void subtractsWithoutLosingAnything() {
        assertThat(Numbers.subtract(Unsigned.MAX, Unsigned.of(1))).isEqualTo(Unsigned.parse("18446744073709551614"));
        assertThat(Numbers.subtract(Unsigned.of(1), Unsigned.MAX)).isEqualTo(new BigDecimal("-18446744073709551614"));
        assertThat(Numbers.subtract(Unsigned.of(1), Unsigned.of(3))).isEqualTo(-2L);
        assertThat(Numbers.subtract(Long.MIN_VALUE, 1L)).isEqualTo(new BigDecimal("-9223372036854775809"));
    }

    @Test
    void comparesAcrossTypesExactly() {
        assertThat(Numbers.compare(Unsigned.MAX, -1L)).isPositive();
        assertThat(Numbers.compare((1L << 53) + 1, 0x1p53)).isPositive();
        assertThat(Numbers.compare(new BigDecimal("0.1"), 0.1)).isNegative();
        assertThat(Numbers.compare(Double.NaN, Unsigned.MAX)).isPositive();
        assertThat(Numbers.compare(5L, Double.NEGATIVE_INFINITY)).isPositive();
        assertThat(Numbers.compare(5L, new BigDecimal("5.0"))).isZero();
    }
}
