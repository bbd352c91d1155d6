package io.penstock.plugin.transform.aggregate;

import io.penstock.core.event.Null;
import io.penstock.plugin.transform.value.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantiles by nearest rank. Exact, in the values' own types, up to {@link #MAX_EXACT} values; beyond that values are
 * counted in buckets whose bounds grow by {@link #RELATIVE_ERROR}, and a quantile is a float within that part of the value
 * it stands for. Of more than {@link Buckets#MAX_BUCKETS} buckets on a side of zero (values more than 17 decades apart) those
 * nearest zero are merged. NaN is not counted. One thread.
 */
final class QuantileSketch {
    /** Values kept as they are. */
    static final int MAX_EXACT = 256;
    /** How far a quantile may be from the value it stands for, as a part of that value. */
    static final double RELATIVE_ERROR = 0.01;
    private static final double GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
    private static final double LOG_GROWTH = Math.log(GROWTH);

    private List<Number> exact = new ArrayList<>();
    private final Buckets positive = new Buckets();
    private final Buckets negative = new Buckets();
    private long zeros;
    private long infinite;
    private long negativeInfinite;
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
        } else if (number == Double.POSITIVE_INFINITY) {
            infinite++;
        } else if (number == Double.NEGATIVE_INFINITY) {
            negativeInfinite++;
        } else {
            (number > 0 ? positive : negative).add((int) Math.ceil(Math.log(Math.abs(number)) / LOG_GROWTH));
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
        long left = rank - negativeInfinite;
        if (left <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        long negatives = negative.total();
        if (left <= negatives) {
            return -middle(negative.downwards(left));
        }
        left -= negatives + zeros;
        if (left <= 0) {
            return 0;
        }
        return left <= positive.total() ? middle(positive.upwards(left)) : Double.POSITIVE_INFINITY;
    }

    private static double middle(int bucket) {
        return 2 * Math.exp(bucket * LOG_GROWTH) / (GROWTH + 1);
    }
}
