package io.penstock.plugin.transform.aggregate;

import io.penstock.core.event.Null;
import io.penstock.plugin.transform.value.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Quantiles by nearest rank. Exact, in the values' own types, up to {@link #MAX_EXACT} values; beyond that values are
 * counted in buckets whose bounds grow by {@link #RELATIVE_ERROR}, and a quantile is a float within that part of the value
 * it stands for. Of more than {@link #MAX_BUCKETS} buckets on a side of zero (values more than 17 decades apart) those
 * nearest zero are merged. NaN is not counted. One thread.
 */
final class QuantileSketch {
    /** Values kept as they are. */
    static final int MAX_EXACT = 1_000;
    /** How far a quantile may be from the value it stands for, as a part of that value. */
    static final double RELATIVE_ERROR = 0.01;
    /** Buckets on each side of zero. */
    static final int MAX_BUCKETS = 2_048;
    private static final double GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
    private static final double LOG_GROWTH = Math.log(GROWTH);

    private List<Number> exact = new ArrayList<>();
    private final TreeMap<Integer, Long> positive = new TreeMap<>();
    private final TreeMap<Integer, Long> negative = new TreeMap<>();
    private long zeros;
    private long count;

    void add(Number value) {
        if (Double.isNaN(value.doubleValue())) {
            return;
        }
        count++;
        if (exact != null && exact.size() < MAX_EXACT) {
            exact.add(value);
            return;
        }
        if (exact != null) {
            exact.forEach(this::countIn);
            exact = null;
        }
        countIn(value);
    }

    private void countIn(Number value) {
        double number = value.doubleValue();
        if (number == 0) {
            zeros++;
            return;
        }
        TreeMap<Integer, Long> side = number > 0 ? positive : negative;
        side.merge((int) Math.ceil(Math.log(Math.abs(number)) / LOG_GROWTH), 1L, Long::sum);
        if (side.size() > MAX_BUCKETS) {
            long lowest = side.pollFirstEntry().getValue();
            side.merge(side.firstKey(), lowest, Long::sum);
        }
    }

    /** The smallest value that has at least that part of all values at or below it; {@link Null} without values. */
    Object quantile(double part) {
        if (count == 0) {
            return Null.NULL;
        }
        long rank = Math.max(1, Math.min(count, (long) Math.ceil(part * count - 1e-9)));
        if (exact != null) {
            exact.sort(Numbers::compare);
            return exact.get((int) rank - 1);
        }
        return approximate(rank);
    }

    private double approximate(long rank) {
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : negative.descendingMap().entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return -middle(bucket.getKey());
            }
        }
        seen += zeros;
        if (seen >= rank) {
            return 0;
        }
        for (Map.Entry<Integer, Long> bucket : positive.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return middle(bucket.getKey());
            }
        }
        throw new IllegalStateException("more values counted than there are in the buckets");
    }

    private static double middle(int bucket) {
        return 2 * Math.exp(bucket * LOG_GROWTH) / (GROWTH + 1);
    }
}
