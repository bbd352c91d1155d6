package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /proc/<pid>}: those that used most processor time since the last poll, and those that hold most memory. */
final class ProcessCollector implements Collector {
    private final KernelFiles files;
    private final KernelUnits units;
    private final int limit;
    private Map<Integer, ProcessStat> before = Map.of();
    private long beforeNanos;

    ProcessCollector(KernelFiles files, KernelUnits units, int limit) {
        this.files = files;
        this.units = units;
        this.limit = limit;
    }

    @Override
    public CollectorName name() {
        return CollectorName.PROCESS;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        List<ProcessStat> all = all();
        if (all.isEmpty()) {
            return Optional.of("/proc shows no processes");
        }
        sample.gauge("processes", all.size(), "{process}");
        for (ProcessStat process : top(all)) {
            process(process, sample);
        }
        remember(all, sample.nanos());
        return Optional.empty();
    }

    private List<ProcessStat> all() {
        List<ProcessStat> all = new ArrayList<>();
        for (String name : KernelFiles.names(files.path("proc"))) {
            if (Character.isDigit(name.charAt(0))) {
                files.read("proc/" + name + "/stat").flatMap(ProcessStat::parse).ifPresent(all::add);
            }
        }
        return all;
    }

    private Set<ProcessStat> top(List<ProcessStat> all) {
        Set<ProcessStat> top = new LinkedHashSet<>();
        all.stream().sorted(Comparator.comparingLong(this::ticksSinceBefore).reversed()).limit(limit).forEach(top::add);
        all.stream().sorted(Comparator.comparingLong(ProcessStat::residentPages).reversed()).limit(limit)
                .forEach(top::add);
        return top;
    }

    /** All its time for a process that is new. */
    private long ticksSinceBefore(ProcessStat now) {
        ProcessStat earlier = before.get(now.pid());
        boolean same = earlier != null && earlier.startTicks() == now.startTicks();
        return same ? now.cpuTicks() - earlier.cpuTicks() : now.cpuTicks();
    }

    private void process(ProcessStat process, Sample sample) {
        Entity consumer = new Entity("process", Integer.toString(process.pid()));
        Fields attributes = Fields.of("name", process.name());
        Entity machine = Entity.LOCAL_MACHINE;
        sample.counter("process_cpu_time_total", units.millis(process.cpuTicks()), "ms", machine, consumer, attributes);
        if (!before.isEmpty() && sample.nanos() > beforeNanos) {
            double seconds = (sample.nanos() - beforeNanos) / 1e9;
            double used = (double) ticksSinceBefore(process) / units.ticksPerSecond();
            sample.gauge("process_cpu_usage", 100 * used / seconds, "%", machine, consumer, attributes);
        }
        sample.gauge("process_memory_resident", (double) process.residentPages() * units.pageBytes(), "By", machine,
                consumer, attributes);
        sample.gauge("process_memory_virtual", process.virtualBytes(), "By", machine, consumer, attributes);
        sample.gauge("process_threads", process.threads(), "{thread}", machine, consumer, attributes);
        io(files.path("proc/" + process.pid() + "/io"), sample, consumer, attributes);
    }

    /** Readable for the owner of the process only. */
    private void io(Path file, Sample sample, Entity consumer, Fields attributes) {
        Map<String, Long> io = files.read(file).map(Numbers::named).orElse(Map.of());
        if (io.containsKey("read_bytes") && io.containsKey("write_bytes")) {
            sample.counter("process_read_total", io.get("read_bytes"), "By", Entity.LOCAL_MACHINE, consumer, attributes);
            sample.counter("process_written_total", io.get("write_bytes"), "By", Entity.LOCAL_MACHINE, consumer,
                    attributes);
        }
    }

    private void remember(List<ProcessStat> all, long nanos) {
        Map<Integer, ProcessStat> next = new HashMap<>();
        all.forEach(process -> next.put(process.pid(), process));
        before = next;
        beforeNanos = nanos;
    }
}
