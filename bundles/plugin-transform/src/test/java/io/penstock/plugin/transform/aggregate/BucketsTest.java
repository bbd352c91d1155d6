package io.penstock.plugin.transform.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
    @Test
    void countsLikeASortedMapWhileTheNumbersLieTogether() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int spread = 1 + random.nextInt(Buckets.MAX_BUCKETS);
            int shift = random.nextInt(100_000) - 50_000;
            Buckets buckets = new Buckets();
            int[] numbers = random.ints(500, shift, shift + spread).toArray();
            Arrays.stream(numbers).forEach(buckets::add);
            Arrays.sort(numbers);
            assertThat(buckets.total()).isEqualTo(500);
            for (int rank = 1; rank <= 500; rank += 7) {
                assertThat(buckets.upwards(rank)).as("seed %s", seed).isEqualTo(numbers[rank - 1]);
                assertThat(buckets.downwards(rank)).as("seed %s", seed).isEqualTo(numbers[500 - rank]);
            }
        }
    }

    @Test
    void countsTheLowestTogetherWhenTheNumbersLieTooFarApart() {
        Buckets upwards = new Buckets();
        Buckets downwards = new Buckets();
        for (int i = -30_000; i <= 30_000; i += 100) {
            upwards.add(i);
            downwards.add(-i);
        }
        for (Buckets buckets : List.of(upwards, downwards)) {
            assertThat(buckets.total()).isEqualTo(601);
            assertThat(buckets.downwards(1)).isEqualTo(30_000);
            assertThat(buckets.downwards(20)).isEqualTo(28_100);
            assertThat(buckets.upwards(1)).isEqualTo(30_000 - Buckets.MAX_BUCKETS + 1);
        }
    }
}
