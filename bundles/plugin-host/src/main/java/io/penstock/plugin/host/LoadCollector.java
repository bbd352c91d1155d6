package io.penstock.plugin.host;

import java.util.Optional;

/** {@code /proc/loadavg}. */
final class LoadCollector implements Collector {
    private static final String[] METRICS = {"load_1m", "load_5m", "load_15m"};

    private final KernelFiles files;

    LoadCollector(KernelFiles files) {
        this.files = files;
    }

    @Override
    public CollectorName name() {
        return CollectorName.LOAD;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        String[] words = Numbers.words(files.read("proc/loadavg").orElse(""));
        if (words.length < METRICS.length) {
            return Optional.of("/proc/loadavg cannot be read");
        }
        for (int i = 0; i < METRICS.length; i++) {
            sample.gauge(METRICS[i], Double.parseDouble(words[i]), "1");
        }
        return Optional.empty();
    }
}
