package io.penstock.plugin.file.tail;

import io.penstock.plugin.file.tail.Identities.Identity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Names partitions: {@code <device>-<inode>.<generation>}. A file that was truncated, or that got the inode of a deleted
 * one, is the next generation: offsets of a partition only grow, and none ever stands for other content. One thread.
 */
final class Generations {
    private final Map<String, Long> last = new HashMap<>();

    Generations(Collection<Identity> known, Collection<String> checkpoints) {
        known.forEach(identity -> note(identity.partition()));
        checkpoints.forEach(this::note);
    }

    private void note(String partition) {
        int dot = partition.lastIndexOf('.');
        if (dot > 0 && partition.substring(dot + 1).matches("\\d{1,18}")) {
            last.merge(partition.substring(0, dot), Long.parseLong(partition.substring(dot + 1)), Math::max);
        }
    }

    String next(FileKey key) {
        return key + "." + last.merge(key.toString(), 1L, Long::sum);
    }
}
