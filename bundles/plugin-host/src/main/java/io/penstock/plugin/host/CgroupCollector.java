package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The unified control group hierarchy: {@code cpu.stat}, {@code memory.current}, {@code io.stat}, {@code pids.current}. */
final class CgroupCollector implements Collector {
    /** More groups than this are not looked at. */
    static final int MAX_GROUPS = 1000;
    private static final Fields USER = Fields.of("mode", "user");
    private static final Fields SYSTEM = Fields.of("mode", "system");

    private final KernelFiles files;
    private final Pattern paths;
    private final int depth;

    CgroupCollector(KernelFiles files, Pattern paths, int depth) {
        this.files = files;
        this.paths = paths;
        this.depth = depth;
    }

    @Override
    public CollectorName name() {
        return CollectorName.CGROUP;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        Optional<Path> root = Mount.parse(files.lines(files.ownProcess() + "/mountinfo")).stream()
                .filter(mount -> mount.type().equals("cgroup2"))
                .map(mount -> files.path(mount.point().substring(1))).findFirst();
        if (root.isEmpty()) {
            return Optional.of("the unified control group hierarchy (version 2) is not mounted");
        }
        int before = sample.measurements().size();
        walk(root.get(), sample);
        return sample.measurements().size() > before ? Optional.empty()
                : Optional.of("no control group below " + root.get() + " has a controller to read");
    }

    private record Group(Path folder, String path, int level) {
        Group child(String name) {
            return new Group(folder.resolve(name), (path.equals("/") ? "" : path) + "/" + name, level + 1);
        }
    }

    private void walk(Path root, Sample sample) {
        Deque<Group> open = new ArrayDeque<>(List.of(new Group(root, "/", 0)));
        for (int seen = 0; seen < MAX_GROUPS && !open.isEmpty(); seen++) {
            Group group = open.removeFirst();
            if (paths.matcher(group.path()).matches()) {
                group(group, sample);
            }
            if (group.level() < depth) {
                KernelFiles.names(group.folder()).stream().map(group::child)
                        .filter(child -> Files.isDirectory(child.folder(), LinkOption.NOFOLLOW_LINKS))
                        .limit(MAX_GROUPS - open.size()).forEach(open::addLast);
            }
        }
    }

    private void group(Group group, Sample sample) {
        Entity consumer = new Entity("control_group", group.path());
        cpu(named(group, "cpu.stat"), consumer, sample);
        files.number(group.folder().resolve("memory.current"))
                .ifPresent(bytes -> gauge(sample, "cgroup_memory", bytes, "By", consumer));
        Map<String, Long> memory = named(group, "memory.stat");
        if (memory.containsKey("anon") && memory.containsKey("file")) {
            gauge(sample, "cgroup_memory_anonymous", memory.get("anon"), "By", consumer);
            gauge(sample, "cgroup_memory_file", memory.get("file"), "By", consumer);
        }
        files.number(group.folder().resolve("pids.current"))
                .ifPresent(count -> gauge(sample, "cgroup_processes", count, "{process}", consumer));
        files.read(group.folder().resolve("io.stat")).filter(text -> !text.isBlank())
                .ifPresent(text -> io(text, consumer, sample));
    }

    private Map<String, Long> named(Group group, String file) {
        return files.read(group.folder().resolve(file)).map(Numbers::named).orElse(Map.of());
    }

    private static void cpu(Map<String, Long> stat, Entity consumer, Sample sample) {
        counter(sample, "cgroup_cpu_time_total", stat.get("user_usec"), "us", consumer, USER);
        counter(sample, "cgroup_cpu_time_total", stat.get("system_usec"), "us", consumer, SYSTEM);
        counter(sample, "cgroup_cpu_throttled_time_total", stat.get("throttled_usec"), "us", consumer, Fields.EMPTY);
    }

    /** One line per device: {@code 8:0 rbytes=1 wbytes=2 rios=3 wios=4 …}. */
    private static void io(String text, Entity consumer, Sample sample) {
        long[] sums = new long[4];
        String[] keys = {"rbytes=", "wbytes=", "rios=", "wios="};
        for (String word : Numbers.words(text)) {
            for (int i = 0; i < keys.length; i++) {
                if (word.startsWith(keys[i])) {
                    sums[i] += Numbers.parse(word.substring(keys[i].length())).orElse(0);
                }
            }
        }
        counter(sample, "cgroup_read_total", sums[0], "By", consumer, Fields.EMPTY);
        counter(sample, "cgroup_written_total", sums[1], "By", consumer, Fields.EMPTY);
        counter(sample, "cgroup_reads_total", sums[2], "{operation}", consumer, Fields.EMPTY);
        counter(sample, "cgroup_writes_total", sums[3], "{operation}", consumer, Fields.EMPTY);
    }

    private static void counter(Sample sample, String metric, Long value, String unit, Entity consumer,
                                Fields attributes) {
        if (value != null) {
            sample.counter(metric, value, unit, Entity.LOCAL_MACHINE, consumer, attributes);
        }
    }

    private static void gauge(Sample sample, String metric, long value, String unit, Entity consumer) {
        sample.gauge(metric, value, unit, Entity.LOCAL_MACHINE, consumer, Fields.EMPTY);
    }
}
