package io.penstock.plugin.transform.aggregate;

import io.penstock.core.event.Null;
import io.penstock.plugin.transform.value.Numbers;

/** Collects the values of one aggregate in one group of one window. One thread. */
interface Accumulator {
    /** Takes a value that is there; numbers only where the aggregate says so. */
    void add(Object value, long timeNanos);

    /** The aggregate so far; {@link Null} when it has none. */
    Object result();

    /** How many values there were. */
    final class Count implements Accumulator {
        private long count;

        @Override
        public void add(Object value, long timeNanos) {
            count++;
        }

        @Override
        public Object result() {
            return count;
        }
    }

    /**
     * The sum by the promotion rule of {@link Numbers}: exact while no float is among the values; floats are added with
     * compensation, so that their order hardly matters.
     */
    final class Sum implements Accumulator {
        private Number exact;
        private Double floats;
        private double compensation;

        @Override
        public void add(Object value, long timeNanos) {
            if (value instanceof Double number) {
                addFloat(number);
            } else {
                exact = exact == null ? (Number) value : Numbers.add(exact, (Number) value);
            }
        }

        private void addFloat(double number) {
            if (floats == null) {
                floats = number;
                return;
            }
            double sum = floats + number;
            compensation += Math.abs(floats) >= Math.abs(number) ? (floats - sum) + number : (number - sum) + floats;
            floats = sum;
        }

        @Override
        public Object result() {
            if (floats == null) {
                return exact == null ? Null.NULL : exact;
            }
            double sum = Double.isFinite(floats) && compensation != 0 ? floats + compensation : floats;
            return exact == null ? sum : sum + exact.doubleValue();
        }
    }

    /** The mean, always a float. */
    final class Average implements Accumulator {
        private final Sum sum = new Sum();
        private long count;

        @Override
        public void add(Object value, long timeNanos) {
            sum.add(value, timeNanos);
            count++;
        }

        @Override
        public Object result() {
            return count == 0 ? Null.NULL : (Object) (((Number) sum.result()).doubleValue() / count);
        }
    }

    /** The smallest or largest number, in its own type; NaN does not count. */
    final class Extreme implements Accumulator {
        private final int sign;
        private Number extreme;

        /** @param sign 1 for the largest, -1 for the smallest */
        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        public void add(Object value, long timeNanos) {
            Number number = (Number) value;
            if (!(number instanceof Double x && x.isNaN())
                    && (extreme == null || Numbers.compare(number, extreme) * sign > 0)) {
                extreme = number;
            }
        }

        @Override
        public Object result() {
            return extreme == null ? Null.NULL : extreme;
        }
    }

    /** The value of the earliest or the latest event; of several at one time the one that came first, or last. */
    final class Edge implements Accumulator {
        private final boolean first;
        private Object edge = Null.NULL;
        private long at;

        Edge(boolean first) {
            this.first = first;
        }

        @Override
        public void add(Object value, long timeNanos) {
            if (edge == Null.NULL || (first ? timeNanos < at : timeNanos >= at)) {
                edge = value;
                at = timeNanos;
            }
        }

        @Override
        public Object result() {
            return edge;
        }
    }

    /** The value at a part of the sorted values; NaN does not count. */
    final class Quantile implements Accumulator {
        private final double part;
        private final QuantileSketch sketch = new QuantileSketch();

        Quantile(double part) {
            this.part = part;
        }

        @Override
        public void add(Object value, long timeNanos) {
            sketch.add((Number) value);
        }

        @Override
        public Object result() {
            return sketch.quantile(part);
        }
    }
}
