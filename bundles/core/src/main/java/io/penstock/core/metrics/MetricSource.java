package io.penstock.core.metrics;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells a capability's numbers when asked; a service. Whoever counts keeps plain counters of its own (say
 * {@link java.util.concurrent.atomic.LongAdder}), and names them here: nothing is registered, so nothing can leak when a
 * bundle goes.
 */
@ConsumerType
public interface MetricSource {
    /** Hands every current number to the sink. Quick, never blocks on I/O, callable from any thread. */
    void collect(MetricSink sink);
}
