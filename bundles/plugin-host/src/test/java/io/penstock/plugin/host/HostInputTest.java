package io.penstock.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls a captured machine. */
class HostInputTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000006Z");
    private static final Entity MACHINE = Entity.LOCAL_MACHINE;

    @TempDir
    private Path folder;
    private final ManualClock clock = new ManualClock(NOW);
    private MachineFolder machine;
    private HostInput input;

    @BeforeEach
    void captureTheMachine() {
        machine = MachineFolder.in(folder);
    }

    private List<Measurement> poll(Object... collectors) throws InterruptedException {
        if (input == null) {
            HostOptions options = Plugins.options(new HostInputPlugin(),
                    Map.of("root", folder.toString(), "collectors", List.of(collectors), "processes", 2));
            input = new HostInput(LinuxCollectors.of(options, KernelUnits.USUAL), clock);
        }
        RecordingFeed feed = new RecordingFeed();
        input.poll(feed);
        return feed.events().stream().map(Measurement.class::cast).toList();
    }

    private static Number value(List<Measurement> all, String metric, Entity resource, Entity consumer,
                                Fields attributes) {
        List<Number> values = all.stream().filter(each -> each.metric().equals(metric)
                && each.resource().equals(resource) && each.consumer().equals(consumer)
                && each.attributes().equals(attributes)).map(Measurement::value).toList();
        assertThat(values).as(metric + " of " + resource + " by " + consumer + " " + attributes + " in " + all).hasSize(1);
        return values.get(0);
    }

    private static Number value(List<Measurement> all, String metric, Entity resource) {
        return value(all, metric, resource, MACHINE, Fields.EMPTY);
    }

    @Test
    void measuresProcessorTimePerModeWholeAndPerCore() throws InterruptedException {
        List<Measurement> all = poll("cpu");
        assertThat(value(all, "cpu_time_total", MACHINE, MACHINE, Fields.of("mode", "user")))
                .isEqualTo(Unsigned.of(44180));
        assertThat(value(all, "cpu_time_total", new Entity("cpu_core", "1"), MACHINE, Fields.of("mode", "idle")))
                .isEqualTo(Unsigned.of(1192540));
        assertThat(value(all, "context_switches_total", MACHINE)).isEqualTo(Unsigned.of(306067));
        assertThat(value(all, "processes_running", MACHINE)).isEqualTo(2.0);
        assertThat(all).allSatisfy(each -> assertThat(each.time()).isEqualTo(NOW));
    }

    @Test
    void measuresProcessorUseBetweenTwoPolls() throws InterruptedException {
        assertThat(poll("cpu")).extracting(Measurement::metric).doesNotContain("cpu_usage");
        machine.write("proc/stat", "cpu  4443 20 1433 239758 276 0 34 9 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        List<Measurement> second = poll("cpu");
        assertThat(value(second, "cpu_usage", MACHINE)).isEqualTo(25.0);
        assertThat(second).as("a core that counts anew has nothing to compare with").filteredOn(
                each -> each.metric().equals("cpu_usage")).hasSize(1);
    }

    @Test
    void measuresMemoryAndSwapInBytes() throws InterruptedException {
        List<Measurement> all = poll("memory", "swap");
        assertThat(value(all, "memory_size", MACHINE)).isEqualTo(24684092.0 * 1024);
        assertThat(value(all, "memory_used", MACHINE)).isEqualTo((24684092.0 - 24350852) * 1024);
        assertThat(value(all, "swap_used", MACHINE)).isEqualTo(148.0 * 1024);
        assertThat(value(all, "swap_out_total", MACHINE)).isEqualTo(Unsigned.of(40 * 4096));
    }

    @Test
    void measuresWholeDisksOnly() throws InterruptedException {
        List<Measurement> all = poll("disk");
        Entity vda = new Entity("disk", "vda");
        assertThat(value(all, "disk_read_total", vda)).isEqualTo(Unsigned.of(2567562L * 512));
        assertThat(value(all, "disk_writes_total", vda)).isEqualTo(Unsigned.of(6026));
        assertThat(value(all, "disk_operations_in_progress", vda)).isEqualTo(3.0);
        assertThat(value(all, "disk_busy_time_total", new Entity("disk", "nvme0n1"))).isEqualTo(Unsigned.of(5));
        assertThat(all).extracting(each -> each.resource().id()).doesNotContain("loop0", "vda1");
    }

    @Test
    void measuresEachLocalFilesystemOnce() throws InterruptedException {
        List<Measurement> all = poll("filesystem");
        Fields attributes = Fields.builder().set("device", "/dev/vda").set("type", "ext4").build();
        Entity root = new Entity("filesystem", "/");
        double size = value(all, "filesystem_size", root, MACHINE, attributes).doubleValue();
        assertThat(size).isEqualTo(folder.toFile().getTotalSpace()).isPositive();
        assertThat(all).extracting(Measurement::resource).containsOnly(root, MACHINE);
    }

    @Test
    void measuresNetworkInterfacesButTheLoopback() throws InterruptedException {
        List<Measurement> all = poll("network");
        Entity eth0 = new Entity("network_interface", "eth0");
        assertThat(value(all, "network_received_total", eth0)).isEqualTo(Unsigned.of(74271016));
        assertThat(value(all, "network_sent_packets_total", eth0)).isEqualTo(Unsigned.of(2081));
        assertThat(value(all, "network_send_drops_total", eth0)).isEqualTo(Unsigned.of(4));
        assertThat(all).extracting(each -> each.resource().id()).doesNotContain("lo");
    }

    @Test
    void measuresLoadAndUptime() throws InterruptedException {
        List<Measurement> all = poll("load", "uptime");
        assertThat(value(all, "load_5m", MACHINE)).isEqualTo(0.10);
        assertThat(value(all, "uptime", MACHINE)).isEqualTo(1231.69);
    }

    @Test
    void measuresTheBusiestAndTheLargestProcesses() throws InterruptedException {
        List<Measurement> first = poll("process");
        Fields name = Fields.of("name", "a) b (c)");
        Entity oddlyNamed = new Entity("process", "42");
        assertThat(value(first, "process_cpu_time_total", MACHINE, oddlyNamed, name)).isEqualTo(Unsigned.of(100));
        assertThat(value(first, "processes", MACHINE)).isEqualTo(3.0);
        assertThat(first).extracting(Measurement::consumer).doesNotContain(new Entity("process", "43"));

        clock.advance(Duration.ofSeconds(10));
        machine.write("proc/43/stat", "43 (sleepy) S 1 43 43 0 -1 4194304 107 0 0 0 400 100 0 0 20 0 1 0 3000 4096000 5 1\n");
        List<Measurement> second = poll("process");
        assertThat(value(second, "process_cpu_usage", MACHINE, new Entity("process", "43"), Fields.of("name", "sleepy")))
                .isEqualTo(50.0);
        assertThat(value(second, "process_read_total", MACHINE, new Entity("process", "41"), Fields.of("name", "java")))
                .isEqualTo(Unsigned.of(8192));
    }

    @Test
    void measuresControlGroups() throws InterruptedException {
        List<Measurement> all = poll("cgroup");
        Entity slice = new Entity("control_group", "/system.slice");
        assertThat(value(all, "cgroup_cpu_time_total", MACHINE, slice, Fields.of("mode", "user")))
                .isEqualTo(Unsigned.of(60));
        assertThat(value(all, "cgroup_read_total", MACHINE, slice, Fields.EMPTY)).isEqualTo(Unsigned.of(101));
        assertThat(value(all, "cgroup_memory", MACHINE, slice, Fields.EMPTY)).isEqualTo(4096000.0);
        assertThat(all).extracting(each -> each.consumer().id()).contains("/", "/system.slice/ssh.service");
    }

    @Test
    void measuresEnergyThatGoesOnGrowingWhenTheCounterStartsAgain() throws InterruptedException {
        machine.energy("intel-rapl:0", "package-0", 200_000, 262_143).energy("intel-rapl:0:0", "dram", 7, 65_535);
        Entity socket = new Entity("cpu_package", "0");
        Fields whole = Fields.of("domain", "package");
        List<Measurement> first = poll("energy");
        assertThat(value(first, "energy_total", socket, MACHINE, whole)).isEqualTo(Unsigned.of(200_000));
        assertThat(value(first, "energy_total", new Entity("dram", "0"), MACHINE, Fields.of("domain", "dram")))
                .isEqualTo(Unsigned.of(7));
        machine.energy("intel-rapl:0", "package-0", 100, 262_143);
        assertThat(value(poll("energy"), "energy_total", socket, MACHINE, whole)).isEqualTo(Unsigned.of(262_243));
    }

    @Test
    void saysWhatTheMachineDoesNotHave() throws InterruptedException {
        List<Measurement> all = poll("energy", "uptime");
        assertThat(value(all, "collector_available", MACHINE, MACHINE, Fields.of("collector", "energy"))).isEqualTo(0.0);
        assertThat(value(all, "collector_available", MACHINE, MACHINE, Fields.of("collector", "uptime"))).isEqualTo(1.0);
    }

    @Test
    void goesOnWithoutTheFilesThatVanishOrMakeNoSense() throws InterruptedException {
        machine.delete("proc").delete("sys");
        machine.write("proc/loadavg", "no numbers here").write("proc/stat", "cpu\ncpu0 x y z\n")
                .write("proc/7/stat", "gibberish").write("proc/diskstats", "1 2\n");
        List<Measurement> all = poll();
        assertThat(all).filteredOn(each -> each.metric().equals("collector_available"))
                .hasSize(CollectorName.values().length)
                .filteredOn(each -> each.value().doubleValue() == 1).hasSize(1);
    }

    @Test
    void givesEverySeriesOnceAndKeepsToTheNamingRules() throws InterruptedException {
        machine.energy("intel-rapl:0", "package-0", 200_000, 262_143);
        poll();
        clock.advance(Duration.ofSeconds(1));
        List<Measurement> all = poll();
        Set<Object> series = new HashSet<>();
        Map<String, String> units = new HashMap<>();
        for (Measurement each : all) {
            assertThat(series.add(List.of(each.metric(), each.resource(), each.consumer(), each.attributes())))
                    .as("twice: " + each).isTrue();
            assertThat(units.merge(each.metric(), each.unit(), (a, b) -> a)).isEqualTo(each.unit());
            assertThat(each.metric()).matches("[a-z][a-z0-9_]*");
            assertThat(each.value() instanceof Unsigned).as(each.metric()).isEqualTo(each.metric().endsWith("_total"));
        }
    }

    @Test
    void cutsALargePollIntoBatches() throws InterruptedException {
        StringBuilder disks = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            disks.append("8 ").append(i).append(" sd").append(i).append(" 1 2 3 4 5 6 7 8 9 10 11\n");
        }
        machine.write("proc/diskstats", disks.toString());
        poll("disk");
        RecordingFeed feed = new RecordingFeed();
        input.poll(feed);
        assertThat(feed.batches()).extracting(List::size).containsExactly(1000, 1000, 401);
    }

    @Test
    void pollsThisMachine() throws Exception {
        HostInputPlugin plugin = new HostInputPlugin();
        RecordingFeed feed = new RecordingFeed().due(2);
        plugin.create(Plugins.options(plugin, Map.of()), io.penstock.testing.TestContext.of(folder, clock)).run(feed);
        assertThat(feed.events()).extracting(Event::fields).extracting(fields -> fields.get("metric"))
                .contains("memory_size", "filesystem_size", "collector_available");
        assertThat(feed.troubles()).isEmpty();
    }
}
