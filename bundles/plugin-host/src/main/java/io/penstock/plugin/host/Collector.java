package io.penstock.plugin.host;

import java.util.Optional;

/** Measures one thing. Keeps what it needs between polls; one thread. */
interface Collector {
    /** What it answers to in the option {@code collectors}. */
    CollectorName name();

    /**
     * Adds what can be measured now. Never throws for what the machine does not have or does not show.
     *
     * @return why there is nothing to measure; empty when there is
     */
    Optional<String> collect(Sample sample);
}
