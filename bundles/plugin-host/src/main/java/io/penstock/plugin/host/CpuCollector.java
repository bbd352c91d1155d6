package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /proc/stat}. */
final class CpuCollector implements Collector {
    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};
    private static final Fields[] MODE_ATTRIBUTES = modeAttributes();
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;

    private final KernelFiles files;
    private final KernelUnits units;
    private final boolean perCore;
    private final Map<String, long[]> before = new HashMap<>();

    CpuCollector(KernelFiles files, KernelUnits units, boolean perCore) {
        this.files = files;
        this.units = units;
        this.perCore = perCore;
    }

    private static Fields[] modeAttributes() {
        Fields[] attributes = new Fields[MODES.length];
        for (int i = 0; i < MODES.length; i++) {
            attributes[i] = Fields.of("mode", MODES[i]);
        }
        return attributes;
    }

    @Override
    public CollectorName name() {
        return CollectorName.CPU;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        List<String> lines = files.lines("proc/stat");
        for (String line : lines) {
            String[] columns = Numbers.words(line);
            if (columns[0].startsWith("cpu")) {
                cpu(columns, sample);
            } else {
                other(columns, sample);
            }
        }
        return lines.isEmpty() ? Optional.of("/proc/stat cannot be read") : Optional.empty();
    }

    private void cpu(String[] columns, Sample sample) {
        boolean whole = columns[0].equals("cpu");
        if (!whole && !perCore) {
            return;
        }
        Entity resource = whole ? Entity.LOCAL_MACHINE : new Entity("cpu_core", columns[0].substring(3));
        long[] ticks = new long[MODES.length];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = Numbers.at(columns, i + 1);
            sample.counter("cpu_time_total", units.millis(ticks[i]), "ms", resource, Entity.LOCAL_MACHINE,
                    MODE_ATTRIBUTES[i]);
        }
        long[] earlier = before.put(columns[0], ticks);
        if (earlier != null) {
            usage(earlier, ticks, resource, sample);
        }
    }

    /** A processor that came back online counts anew; then there is nothing to compare with. */
    private static void usage(long[] earlier, long[] now, Entity resource, Sample sample) {
        long all = 0;
        for (int i = 0; i < now.length; i++) {
            all += now[i] - earlier[i];
        }
        long idle = now[IDLE] - earlier[IDLE] + now[IOWAIT] - earlier[IOWAIT];
        if (all > 0 && idle >= 0 && idle <= all) {
            sample.gauge("cpu_usage", 100.0 * (all - idle) / all, "%", resource);
        }
    }

    private static void other(String[] columns, Sample sample) {
        long value = Numbers.at(columns, 1);
        switch (columns[0]) {
            case "ctxt" -> sample.counter("context_switches_total", value, "1", Entity.LOCAL_MACHINE);
            case "processes" -> sample.counter("processes_created_total", value, "1", Entity.LOCAL_MACHINE);
            case "procs_running" -> sample.gauge("processes_running", value, "1");
            case "procs_blocked" -> sample.gauge("processes_blocked", value, "1");
            default -> { }
        }
    }
}
