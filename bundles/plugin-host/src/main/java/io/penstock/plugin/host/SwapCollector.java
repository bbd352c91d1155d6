package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import java.util.Map;
import java.util.Optional;

/** The swap part of {@code /proc/meminfo}, and what was swapped by {@code /proc/vmstat}. */
final class SwapCollector implements Collector {
    private final KernelFiles files;
    private final KernelUnits units;

    SwapCollector(KernelFiles files, KernelUnits units) {
        this.files = files;
        this.units = units;
    }

    @Override
    public CollectorName name() {
        return CollectorName.SWAP;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        Map<String, Long> kibibytes = files.read("proc/meminfo").map(Numbers::named).orElse(Map.of());
        Long size = kibibytes.get("SwapTotal");
        if (size == null) {
            return Optional.of("/proc/meminfo cannot be read");
        }
        MemoryCollector.gauge(sample, "swap_size", kibibytes, "SwapTotal");
        MemoryCollector.gauge(sample, "swap_free", kibibytes, "SwapFree");
        Long free = kibibytes.get("SwapFree");
        if (free != null) {
            sample.gauge("swap_used", (size - free) * (double) MemoryCollector.KIBIBYTE, "By");
        }
        Map<String, Long> pages = files.read("proc/vmstat").map(Numbers::named).orElse(Map.of());
        moved(sample, "swap_in_total", pages.get("pswpin"));
        moved(sample, "swap_out_total", pages.get("pswpout"));
        return Optional.empty();
    }

    private void moved(Sample sample, String metric, Long pages) {
        if (pages != null) {
            sample.counter(metric, pages * units.pageBytes(), "By", Entity.LOCAL_MACHINE);
        }
    }
}
