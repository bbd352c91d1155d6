package io.penstock.plugin.host;

/** What can be measured, as written in the option {@code collectors}. */
public enum CollectorName {
    /** Processor time and use, whole and per core. */
    CPU,
    /** Memory. */
    MEMORY,
    /** Swap space. */
    SWAP,
    /** Block devices. */
    DISK,
    /** Mounted filesystems. */
    FILESYSTEM,
    /** Network interfaces. */
    NETWORK,
    /** Load averages. */
    LOAD,
    /** Time since boot. */
    UPTIME,
    /** The busiest and the largest processes. */
    PROCESS,
    /** Control groups, version 2. */
    CGROUP,
    /** Energy counters (RAPL). */
    ENERGY
}
