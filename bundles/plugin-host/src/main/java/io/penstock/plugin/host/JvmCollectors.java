package io.penstock.plugin.host;

import com.sun.management.OperatingSystemMXBean;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The collectors for every other system: the little that the JVM itself can tell. */
final class JvmCollectors {
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final HostOptions options;

    private JvmCollectors(HostOptions options) {
        this.options = options;
    }

    static List<Collector> of(HostOptions options) {
        JvmCollectors jvm = new JvmCollectors(options);
        return List.<Collector>of(new Named(CollectorName.CPU, jvm::cpu), new Named(CollectorName.MEMORY, jvm::memory),
                new Named(CollectorName.SWAP, jvm::swap), new Named(CollectorName.FILESYSTEM, jvm::filesystems),
                new Named(CollectorName.LOAD, jvm::load), missing(CollectorName.DISK), missing(CollectorName.NETWORK),
                missing(CollectorName.UPTIME), missing(CollectorName.PROCESS), missing(CollectorName.CGROUP),
                missing(CollectorName.ENERGY)).stream().filter(each -> options.wants(each.name())).toList();
    }

    private record Named(CollectorName name, Function<Sample, Optional<String>> how) implements Collector {
        @Override
        public Optional<String> collect(Sample sample) {
            return how.apply(sample);
        }
    }

    private static Collector missing(CollectorName name) {
        return new Named(name, sample -> Optional.of("only Linux is fully measured"));
    }

    private Optional<String> cpu(Sample sample) {
        double load = system.getCpuLoad();
        if (load < 0) {
            return Optional.of("the JVM cannot tell yet");
        }
        sample.gauge("cpu_usage", 100 * load, "%");
        return Optional.empty();
    }

    private Optional<String> memory(Sample sample) {
        return sizes(sample, "memory", system.getTotalMemorySize(), system.getFreeMemorySize());
    }

    private Optional<String> swap(Sample sample) {
        return sizes(sample, "swap", system.getTotalSwapSpaceSize(), system.getFreeSwapSpaceSize());
    }

    private static Optional<String> sizes(Sample sample, String what, long size, long free) {
        sample.gauge(what + "_size", size, "By");
        sample.gauge(what + "_free", free, "By");
        sample.gauge(what + "_used", size - free, "By");
        return Optional.empty();
    }

    private Optional<String> load(Sample sample) {
        double load = system.getSystemLoadAverage();
        if (load < 0) {
            return Optional.of("this system has no load average");
        }
        sample.gauge("load_1m", load, "1");
        return Optional.empty();
    }

    private Optional<String> filesystems(Sample sample) {
        for (FileStore store : FileSystems.getDefault().getFileStores()) {
            if (options.filesystems().matcher(store.type().toLowerCase(Locale.ROOT)).matches()) {
                filesystem(store, sample);
            }
        }
        return Optional.empty();
    }

    private static void filesystem(FileStore store, Sample sample) {
        try {
            long size = store.getTotalSpace();
            long free = store.getUnallocatedSpace();
            Entity resource = new Entity("filesystem", store.toString());
            Fields attributes = Fields.builder().set("device", store.name()).set("type", store.type()).build();
            FilesystemCollector.gauge(sample, "filesystem_size", size, resource, attributes);
            FilesystemCollector.gauge(sample, "filesystem_free", free, resource, attributes);
            FilesystemCollector.gauge(sample, "filesystem_available", store.getUsableSpace(), resource, attributes);
            FilesystemCollector.gauge(sample, "filesystem_used", size - free, resource, attributes);
        } catch (IOException e) {
            // It went away between listing and asking: measured the next time, if it comes back.
        }
    }
}
