package io.penstock.plugin.host;

import java.util.List;

/** The collectors for Linux: they read {@code /proc} and {@code /sys}. */
final class LinuxCollectors {
    private LinuxCollectors() {
    }

    static List<Collector> of(HostOptions options, KernelUnits units) {
        KernelFiles files = new KernelFiles(options.root().toAbsolutePath().normalize());
        return List.<Collector>of(
                new CpuCollector(files, units, options.perCore()),
                new MemoryCollector(files),
                new SwapCollector(files, units),
                new DiskCollector(files, options.disks()),
                new FilesystemCollector(files, options.filesystems()),
                new NetworkCollector(files, options.interfaces()),
                new LoadCollector(files),
                new UptimeCollector(files),
                new ProcessCollector(files, units, options.processes()),
                new CgroupCollector(files, options.cgroups(), options.cgroupDepth()),
                new EnergyCollector(files)).stream().filter(each -> options.wants(each.name())).toList();
    }
}
