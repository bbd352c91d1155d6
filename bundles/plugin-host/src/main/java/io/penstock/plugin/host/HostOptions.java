package io.penstock.plugin.host;

import io.penstock.core.options.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The options of the input {@code host}. All patterns must match the whole name. */
public record HostOptions(
        @Option(doc = "What to measure; nothing given means everything.", example = "[cpu, memory, network]",
                shorthand = true)
        List<CollectorName> collectors,
        @Option(doc = "Whether processor time is also measured per core.", value = "true")
        boolean perCore,
        @Option(doc = "How many processes are measured: this many that use most processor time, and this many that"
                + " hold most memory. 0 measures none, only their number.", value = "10", min = 0, max = 1000)
        int processes,
        @Option(doc = "Which block devices are measured, by name. Partitions never are.",
                value = "(?!loop|ram|fd|sr|zram).*", example = "nvme.*|sd[a-z]+")
        Pattern disks,
        @Option(doc = "Which network interfaces are measured, by name.", value = "(?!lo$).*", example = "eth.*|en.*")
        Pattern interfaces,
        @Option(doc = "Which filesystems are measured, by type. Network filesystems are left out because one that"
                + " hangs would hold up everything.",
                value = "ext[234]|xfs|btrfs|zfs|f2fs|jfs|reiserfs|overlay|vfat|exfat|ntfs3?|apfs|hfs")
        Pattern filesystems,
        @Option(doc = "Which control groups are measured, by path.", value = ".*", example = "/system\\.slice/.*")
        Pattern cgroups,
        @Option(doc = "How many levels below the root control group are measured; at most 1000 groups in all.",
                value = "3", min = 0, max = 32)
        int cgroupDepth,
        @Option(doc = "Where the root of the machine to measure is mounted; in a container, where the host's / is.",
                value = "/", example = "/host")
        Path root) {

    /** Whether the collector is asked for. */
    boolean wants(CollectorName name) {
        return collectors.isEmpty() || collectors.contains(name);
    }
}
