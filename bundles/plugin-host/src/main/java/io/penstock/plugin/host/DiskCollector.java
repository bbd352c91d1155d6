package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /proc/diskstats}, whole devices only. */
final class DiskCollector implements Collector {
    /** The kernel counts in these whatever the device's own sector is. */
    private static final long SECTOR_BYTES = 512;
    private static final int LEAST_COLUMNS = 14;

    private final KernelFiles files;
    private final Pattern devices;

    DiskCollector(KernelFiles files, Pattern devices) {
        this.files = files;
        this.devices = devices;
    }

    @Override
    public CollectorName name() {
        return CollectorName.DISK;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        List<String> lines = files.lines("proc/diskstats");
        int before = sample.measurements().size();
        for (String line : lines) {
            String[] columns = Numbers.words(line);
            if (columns.length >= LEAST_COLUMNS && wanted(columns[2])) {
                disk(columns, sample);
            }
        }
        return lines.isEmpty() ? Optional.of("/proc/diskstats cannot be read")
                : sample.measurements().size() == before ? Optional.of("no block device matches") : Optional.empty();
    }

    private boolean wanted(String device) {
        String inSys = device.replace('/', '!');
        return devices.matcher(device).matches()
                && !Files.exists(files.path("sys/class/block").resolve(inSys).resolve("partition"));
    }

    private static void disk(String[] columns, Sample sample) {
        Entity disk = new Entity("disk", columns[2]);
        sample.counter("disk_reads_total", Numbers.at(columns, 3), "{operation}", disk);
        sample.counter("disk_read_total", Numbers.at(columns, 5) * SECTOR_BYTES, "By", disk);
        sample.counter("disk_read_time_total", Numbers.at(columns, 6), "ms", disk);
        sample.counter("disk_writes_total", Numbers.at(columns, 7), "{operation}", disk);
        sample.counter("disk_written_total", Numbers.at(columns, 9) * SECTOR_BYTES, "By", disk);
        sample.counter("disk_write_time_total", Numbers.at(columns, 10), "ms", disk);
        sample.gauge("disk_operations_in_progress", Numbers.at(columns, 11), "{operation}", disk);
        sample.counter("disk_busy_time_total", Numbers.at(columns, 12), "ms", disk);
    }
}
