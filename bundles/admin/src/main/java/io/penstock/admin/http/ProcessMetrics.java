package io.penstock.admin.http;

import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** This process and its JVM, by the names every Prometheus dashboard knows. Thread-safe. */
public final class ProcessMetrics implements MetricSource {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final String version;

    /** @param version of Penstock, shown as a label of {@code penstock_build_info} */
    public ProcessMetrics(String version) {
        this.version = version;
    }

    @Override
    public void collect(MetricSink sink) {
        sink.gauge("penstock_build_info", "Which Penstock on which Java this is.",
                Map.of("version", version, "java", Runtime.version().toString()), 1);
        process(sink);
        memory(sink);
        garbage(sink);
        sink.gauge("jvm_threads_current", "Live threads.", Map.of(), ManagementFactory.getThreadMXBean().getThreadCount());
        sink.gauge("jvm_classes_loaded", "Classes loaded now.", Map.of(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static void process(MetricSink sink) {
        ProcessHandle.Info process = ProcessHandle.current().info();
        process.totalCpuDuration().map(Duration::toMillis).ifPresent(ms -> sink.counter("process_cpu_seconds_total",
                "Processor time used, in seconds.", Map.of(), ms / 1000.0));
        process.startInstant().map(Instant::toEpochMilli).ifPresent(ms -> sink.gauge("process_start_time_seconds",
                "When the process started, in seconds since 1970.", Map.of(), ms / 1000.0));
        String[] open = new File("/proc/self/fd").list();
        if (open != null) {
            sink.gauge("process_open_fds", "Open file descriptors.", Map.of(), open.length);
        }
        resident(sink);
    }

    private static void resident(MetricSink sink) {
        if (!Files.isReadable(STATUS)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    long kib = Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip());
                    sink.gauge("process_resident_memory_bytes", "Memory held in RAM.", Map.of(), kib * 1024.0);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // A kernel that tells it otherwise, or not at all: this number is then missing.
            return;
        }
    }

    private static void memory(MetricSink sink) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        area(sink, "heap", memory.getHeapMemoryUsage());
        area(sink, "nonheap", memory.getNonHeapMemoryUsage());
    }

    private static void area(MetricSink sink, String area, MemoryUsage usage) {
        Map<String, String> labels = Map.of("area", area);
        sink.gauge("jvm_memory_used_bytes", "Memory in use.", labels, usage.getUsed());
        sink.gauge("jvm_memory_committed_bytes", "Memory taken from the system.", labels, usage.getCommitted());
        sink.gauge("jvm_memory_max_bytes", "Memory that may be taken; -1 means no limit.", labels, usage.getMax());
    }

    private static void garbage(MetricSink sink) {
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> {
            Map<String, String> labels = Map.of("gc", collector.getName());
            sink.counter("jvm_gc_collections_total", "Garbage collections.", labels, collector.getCollectionCount());
            sink.counter("jvm_gc_collection_seconds_total", "Time spent in garbage collections, in seconds.", labels,
                    collector.getCollectionTime() / 1000.0);
        });
    }
}
