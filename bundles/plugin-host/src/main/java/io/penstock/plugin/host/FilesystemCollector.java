package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Mounted filesystems: which, by {@code mountinfo}; how full, by {@code statvfs}. */
final class FilesystemCollector implements Collector {
    private final KernelFiles files;
    private final Pattern types;

    FilesystemCollector(KernelFiles files, Pattern types) {
        this.files = files;
        this.types = types;
    }

    @Override
    public CollectorName name() {
        return CollectorName.FILESYSTEM;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        List<String> lines = files.lines(files.ownProcess() + "/mountinfo");
        Map<String, Mount> first = new LinkedHashMap<>();
        for (Mount mount : Mount.parse(lines)) {
            if (types.matcher(mount.type()).matches()) {
                first.putIfAbsent(mount.device().startsWith("/") ? mount.device() : mount.point(), mount);
            }
        }
        first.values().forEach(mount -> filesystem(mount, sample));
        return lines.isEmpty() ? Optional.of("mountinfo cannot be read")
                : first.isEmpty() ? Optional.of("no filesystem's type matches") : Optional.empty();
    }

    private void filesystem(Mount mount, Sample sample) {
        File point = files.path(mount.point().substring(1)).toFile();
        long size = point.getTotalSpace();
        if (size <= 0) {
            return;
        }
        Entity resource = new Entity("filesystem", mount.point());
        Fields attributes = Fields.builder().set("device", mount.device()).set("type", mount.type()).build();
        long free = point.getFreeSpace();
        gauge(sample, "filesystem_size", size, resource, attributes);
        gauge(sample, "filesystem_free", free, resource, attributes);
        gauge(sample, "filesystem_available", point.getUsableSpace(), resource, attributes);
        gauge(sample, "filesystem_used", size - free, resource, attributes);
    }

    static void gauge(Sample sample, String metric, long bytes, Entity resource, Fields attributes) {
        sample.gauge(metric, bytes, "By", resource, Entity.LOCAL_MACHINE, attributes);
    }
}
