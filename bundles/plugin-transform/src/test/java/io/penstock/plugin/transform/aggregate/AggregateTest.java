package io.penstock.plugin.transform.aggregate;

import static io.penstock.plugin.transform.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateTest {
    private static Object of(String call, Object... values) {
        Aggregate aggregate = Aggregate.parse(call);
        Accumulator accumulator = aggregate.function().get();
        for (int i = 0; i < values.length; i++) {
            Object value = aggregate.valueOf(values[i] == null ? record() : record("f", values[i]));
            if (value != null) {
                accumulator.add(value, i);
            }
        }
        return accumulator.result();
    }

    @Test
    void countsEventsOrValues() {
        assertThat(of("count()", 1L, null, Null.NULL)).isEqualTo(3L);
        assertThat(of(" count( f ) ", 1L, null, Null.NULL, "x")).isEqualTo(2L);
    }

    @Test
    void sumsExactlyWhileNoFloatIsAmongTheValues() {
        assertThat(of("sum(f)", 1L, 2L)).isEqualTo(3L);
        assertThat(of("sum(f)", Unsigned.MAX, Unsigned.of(1))).isEqualTo(new BigDecimal("18446744073709551616"));
        assertThat(of("sum(f)", new BigDecimal("0.10"), 1L)).isEqualTo(new BigDecimal("1.10"));
        assertThat(of("sum(f)")).isEqualTo(Null.NULL);
    }

    @Test
    void sumsFloatsWithCompensation() {
        Object[] tenths = new Object[10_000];
        Arrays.fill(tenths, 0.1);
        assertThat(of("sum(f)", tenths)).isEqualTo(1000.0);
        assertThat(of("sum(f)", 1.0, 1e100, 1.0, -1e100)).isEqualTo(2.0);
        assertThat(of("sum(f)", 0.5, 1L)).isEqualTo(1.5);
        assertThat(of("sum(f)", -0.0)).isEqualTo(-0.0);
        assertThat(of("sum(f)", 1.0, Double.NaN)).isEqualTo(Double.NaN);
        assertThat(of("sum(f)", Double.POSITIVE_INFINITY, 1.0)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void findsExtremesInTheirOwnType() {
        assertThat(of("max(f)", 1L, Unsigned.MAX, 2.0)).isEqualTo(Unsigned.MAX);
        assertThat(of("min(f)", Double.NaN, 2L, 1.5)).isEqualTo(1.5);
        assertThat(of("min(f)", Double.NaN)).isEqualTo(Null.NULL);
    }

    @Test
    void averagesToAFloat() {
        assertThat(of("avg(f)", 1L, 2L)).isEqualTo(1.5);
        assertThat(of("avg(f)", Unsigned.MAX, Unsigned.MAX)).isEqualTo(0x1p64);
        assertThat(of("avg(f)")).isEqualTo(Null.NULL);
    }

    @Test
    void keepsTheFirstAndTheLastByTime() {
        Accumulator first = Aggregate.parse("first(f)").function().get();
        Accumulator last = Aggregate.parse("last(f)").function().get();
        for (Accumulator edge : List.of(first, last)) {
            edge.add("b", 2);
            edge.add("a", 1);
            edge.add("c", 2);
        }
        assertThat(first.result()).isEqualTo("a");
        assertThat(last.result()).isEqualTo("c");
    }

    @Test
    void givesQuantilesByNearestRank() {
        assertThat(of("p50(f)", 3L, 1L, 2L)).isEqualTo(2L);
        assertThat(of("p50(f)", 4L, 3L, 1L, 2L)).isEqualTo(2L);
        assertThat(of("p99.9(f)", 1L, Unsigned.MAX)).isEqualTo(Unsigned.MAX);
        assertThat(of("quantile(f, 0)", 2L, 1L)).isEqualTo(1L);
        assertThat(of("quantile(f, 1)", 2L, 1L)).isEqualTo(2L);
        assertThat(of("p90(f)")).isEqualTo(Null.NULL);
    }

    @Test
    void refusesWhatIsNoAggregate() {
        for (String call : List.of("count", "sum()", "p(f)", "p99()", "quantile(f)", "sum(a, 1)", "quantile(f, x)",
                "nope(f)", "count2(f)", "sum(f) + 1", "p200(f)", "quantile(f, 1.5)")) {
            assertThatThrownBy(() -> Aggregate.parse(call)).as(call).hasMessageContaining(call);
        }
    }
}
