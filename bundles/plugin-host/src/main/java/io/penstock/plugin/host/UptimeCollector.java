package io.penstock.plugin.host;

import java.util.Optional;

/** {@code /proc/uptime}. */
final class UptimeCollector implements Collector {
    private final KernelFiles files;

    UptimeCollector(KernelFiles files) {
        this.files = files;
    }

    @Override
    public CollectorName name() {
        return CollectorName.UPTIME;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        Optional<String> text = files.read("proc/uptime");
        text.ifPresent(uptime -> sample.gauge("uptime", Double.parseDouble(Numbers.words(uptime)[0]), "s"));
        return text.isEmpty() ? Optional.of("/proc/uptime cannot be read") : Optional.empty();
    }
}
