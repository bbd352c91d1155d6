package io.penstock.plugin.host;

import java.util.Optional;

/**
 * What {@code /proc/<pid>/stat} says of a process.
 *
 * @param pid its id, used again after its end
 * @param name its command, at most 15 characters, chosen by the process: anything may be in it
 * @param cpuTicks in user and kernel mode together
 * @param threads how many
 * @param startTicks when it started: with the pid, its identity
 * @param virtualBytes address space
 * @param residentPages in memory
 */
record ProcessStat(int pid, String name, long cpuTicks, long threads, long startTicks, long virtualBytes,
                   long residentPages) {
    /** Counted from the state, the first column after the name. */
    private static final int RESIDENT = 21;

    static Optional<ProcessStat> parse(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 2 || close < open) {
            return Optional.empty();
        }
        String[] columns = Numbers.words(text.substring(close + 1));
        if (columns.length <= RESIDENT) {
            return Optional.empty();
        }
        int pid = (int) Numbers.parse(text.substring(0, open).strip()).orElse(0);
        return Optional.of(new ProcessStat(pid, text.substring(open + 1, close),
                Numbers.at(columns, 11) + Numbers.at(columns, 12), Numbers.at(columns, 17),
                Numbers.at(columns, 19), Numbers.at(columns, 20), Numbers.at(columns, RESIDENT)));
    }
}
