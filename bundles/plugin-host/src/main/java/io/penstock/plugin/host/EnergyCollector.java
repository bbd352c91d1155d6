package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The energy counters of {@code /sys/class/powercap} (RAPL: Intel and AMD). They start again from 0 above
 * {@code max_energy_range_uj}, some every few minutes; what is measured here goes on growing. A poll interval longer
 * than that range lasts loses whole rounds.
 */
final class EnergyCollector implements Collector {
    private final KernelFiles files;
    private final Map<String, Meter> meters = new HashMap<>();

    EnergyCollector(KernelFiles files) {
        this.files = files;
    }

    @Override
    public CollectorName name() {
        return CollectorName.ENERGY;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        Path powercap = files.path("sys/class/powercap");
        boolean any = false;
        boolean read = false;
        for (String zone : KernelFiles.names(powercap)) {
            if (zone.startsWith("intel-rapl:")) {
                any = true;
                read |= zone(powercap.resolve(zone), zone, sample);
            }
        }
        return read ? Optional.empty() : Optional.of(any
                ? "the energy counters below /sys/class/powercap may only be read by root"
                : "the kernel shows no energy counters (RAPL) below /sys/class/powercap");
    }

    private boolean zone(Path folder, String zone, Sample sample) {
        OptionalLong raw = files.number(folder.resolve("energy_uj"));
        if (raw.isEmpty()) {
            return false;
        }
        long range = files.number(folder.resolve("max_energy_range_uj")).orElse(0);
        long total = meters.computeIfAbsent(zone, key -> new Meter()).read(raw.getAsLong(), range);
        String domain = files.read(folder.resolve("name")).map(String::strip).orElse(zone);
        sample.counter("energy_total", total, "uJ", resource(zone, domain), Entity.LOCAL_MACHINE,
                Fields.of("domain", domain.startsWith("package") ? "package" : domain));
        return true;
    }

    /** {@code intel-rapl:<package>} holds the package, {@code intel-rapl:<package>:<n>} a part of it. */
    private static Entity resource(String zone, String domain) {
        String packageId = zone.split(":")[1];
        return domain.equals("psys") ? Entity.LOCAL_MACHINE
                : new Entity(domain.equals("dram") ? "dram" : "cpu_package", packageId);
    }

    /** A counter that starts again, made one that does not. */
    static final class Meter {
        private long last = -1;
        private long total;

        /** @param range the largest value before it starts again from 0; 0 when unknown */
        long read(long raw, long range) {
            if (last < 0) {
                total = raw;
            } else if (raw >= last) {
                total += raw - last;
            } else {
                total += Math.max(0, range - last) + raw;
            }
            last = raw;
            return total;
        }
    }
}
