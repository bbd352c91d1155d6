package io.penstock.plugin.transform.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
    @Test
    void staysWithinItsBoundOnManyValuesOfAnySize() {
        Random random = new Random(7);
        double[] values = new double[100_000];
        QuantileSketch sketch = new QuantileSketch();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(random.nextGaussian() * 4) * (random.nextInt(4) == 0 ? -1 : 1);
            values[i] = i % 50 == 0 ? 0 : values[i];
            sketch.add(values[i]);
        }
        Arrays.sort(values);
        for (double part : new double[] {0, 0.01, 0.2, 0.25, 0.27, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = values[(int) Math.max(0, Math.ceil(part * values.length) - 1)];
            assertThat((Double) sketch.quantile(part)).as("part %s", part)
                    .isCloseTo(exact, within(Math.abs(exact) * QuantileSketch.RELATIVE_ERROR + 1e-12));
        }
    }

    @Test
    void isExactUpToItsLimitAndApproximateBeyond() {
        QuantileSketch sketch = new QuantileSketch();
        for (long i = 1; i <= QuantileSketch.MAX_EXACT; i++) {
            sketch.add(i);
        }
        assertThat(sketch.quantile(0.5)).isEqualTo(128L);
        sketch.add(257L);
        assertThat((Double) sketch.quantile(0.5)).isCloseTo(129, within(1.29));
    }

    @Test
    void keepsItsSizeAndItsHighQuantilesOnValuesOfEveryMagnitude() {
        QuantileSketch sketch = new QuantileSketch();
        for (int exponent = -300; exponent <= 300; exponent++) {
            for (int i = 0; i < 20; i++) {
                sketch.add(Math.pow(10, exponent) * (1 + i / 20.0));
            }
        }
        assertThat((Double) sketch.quantile(1)).isCloseTo(1.95e300, within(0.02e300));
        assertThat((Double) sketch.quantile(0.999)).isBetween(1e299, 1.95e300);
    }

    @Test
    void takesInfinitiesAndLeavesNaNOut() {
        QuantileSketch sketch = new QuantileSketch();
        for (int i = 0; i < 2000; i++) {
            sketch.add(i % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NaN);
            sketch.add(Double.NEGATIVE_INFINITY);
        }
        assertThat(sketch.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sketch.quantile(0.5)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
