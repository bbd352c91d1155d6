package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import java.util.Map;
import java.util.Optional;

/** The memory part of {@code /proc/meminfo}. */
final class MemoryCollector implements Collector {
    static final long KIBIBYTE = 1024;

    private final KernelFiles files;

    MemoryCollector(KernelFiles files) {
        this.files = files;
    }

    @Override
    public CollectorName name() {
        return CollectorName.MEMORY;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        Map<String, Long> kibibytes = files.read("proc/meminfo").map(Numbers::named).orElse(Map.of());
        if (!kibibytes.containsKey("MemTotal")) {
            return Optional.of("/proc/meminfo cannot be read");
        }
        gauge(sample, "memory_size", kibibytes, "MemTotal");
        gauge(sample, "memory_free", kibibytes, "MemFree");
        gauge(sample, "memory_available", kibibytes, "MemAvailable");
        gauge(sample, "memory_buffers", kibibytes, "Buffers");
        gauge(sample, "memory_cached", kibibytes, "Cached");
        gauge(sample, "memory_shared", kibibytes, "Shmem");
        gauge(sample, "memory_dirty", kibibytes, "Dirty");
        gauge(sample, "memory_slab", kibibytes, "Slab");
        Long available = kibibytes.get("MemAvailable");
        if (available != null) {
            double used = (kibibytes.get("MemTotal") - available) * (double) KIBIBYTE;
            sample.gauge("memory_used", used, "By", Entity.LOCAL_MACHINE);
        }
        return Optional.empty();
    }

    static void gauge(Sample sample, String metric, Map<String, Long> kibibytes, String key) {
        Long value = kibibytes.get(key);
        if (value != null) {
            sample.gauge(metric, value * (double) KIBIBYTE, "By");
        }
    }
}
