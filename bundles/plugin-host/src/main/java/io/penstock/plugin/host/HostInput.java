package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.options.OptionTypes;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.ScheduledInput;
import io.penstock.core.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the collectors. One thread. */
final class HostInput implements ScheduledInput {
    /** One batch holds no more than this; a poll of a large machine becomes several. */
    static final int MAX_BATCH_EVENTS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(HostInput.class);

    private final List<Collector> collectors;
    private final Clock clock;
    private final Set<CollectorName> toldMissing = EnumSet.noneOf(CollectorName.class);

    HostInput(List<Collector> collectors, Clock clock) {
        this.collectors = collectors;
        this.clock = clock;
    }

    @Override
    public void poll(InputFeed feed) throws InterruptedException {
        Sample sample = new Sample(clock.now(), clock.nanoTime());
        for (Collector collector : collectors) {
            Optional<String> missing = collect(collector, sample);
            tell(collector.name(), missing);
            sample.gauge("collector_available", missing.isEmpty() ? 1 : 0, "1", Entity.LOCAL_MACHINE,
                    Entity.LOCAL_MACHINE, Fields.of("collector", OptionTypes.choice(collector.name())));
        }
        List<Measurement> all = sample.measurements();
        for (int from = 0; from < all.size(); from += MAX_BATCH_EVENTS) {
            feed.emit(List.copyOf(all.subList(from, Math.min(from + MAX_BATCH_EVENTS, all.size()))));
        }
    }

    /** A kernel whose text is not what was expected costs one collector, not the poll. */
    private static Optional<String> collect(Collector collector, Sample sample) {
        try {
            return collector.collect(sample);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.of("the kernel's text was not understood: " + e.getMessage());
        }
    }

    /** Once per transition: a machine without energy counters stays one. */
    private void tell(CollectorName name, Optional<String> missing) {
        if (missing.isPresent() && toldMissing.add(name)) {
            LOG.info("host: {} is not available: {}", OptionTypes.choice(name), missing.get());
        } else if (missing.isEmpty() && toldMissing.remove(name)) {
            LOG.info("host: {} is available", OptionTypes.choice(name));
        }
    }

    @Override
    public void close() {
        // Nothing is kept open between polls.
    }
}
