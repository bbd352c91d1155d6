package io.penstock.control.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left by a process that was killed while it wrote: all that was acknowledged, and nothing by half. */
abstract class KillContract {
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    abstract StorePlace place(Path folder);

    abstract Optional<String> url(StorePlace place);

    @Test
    void keepsWhatWasAcknowledgedWhenItIsKilled() throws Exception {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        try (StorePlace place = place(folder)) {
            place.open().close();
            Set<String> acknowledged = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                write(place, round, random.nextInt(50, 1500), acknowledged);
                try (Store store = place.open()) {
                    check(store, acknowledged, "replay with -Dpenstock.seed=" + seed);
                }
            }
        }
    }

    private void write(StorePlace place, int round, int killAfter, Set<String> acknowledged) throws IOException {
        Process process = start(place, round);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int count = 0;
            for (String line = whole(lines); line != null; line = whole(lines)) {
                acknowledged.add(line);
                if (++count == killAfter) {
                    // The handle leaves what the process said before to be read.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(count).isGreaterThanOrEqualTo(killAfter);
        } finally {
            process.destroyForcibly();
        }
    }

    Process start(StorePlace place, int round) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Scribe.class.getName(), folder.toString(), Integer.toString(round)));
        url(place).ifPresent(command::add);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** A line that ends: the last one may have been cut, and is none then. */
    static String whole(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c >= 0; c = lines.read()) {
            if (c == '\n') {
                return line.toString();
            }
            line.append((char) c);
        }
        return null;
    }

    private static void check(Store store, Set<String> acknowledged, String replay) {
        Set<String> kept = new HashSet<>(names(store, "select name from meta where name like 'r%-%'"));
        assertThat(kept).as(replay).containsAll(acknowledged);
        assertThat(new HashSet<>(names(store, "select name from leases where name like 'r%-%'"))).as(replay).isEqualTo(kept);
        List<String> changed = names(store, "select id as name from changes order by seq");
        assertThat(changed).as(replay).doesNotHaveDuplicates();
        assertThat(new HashSet<>(changed)).as(replay).isEqualTo(kept);
        assertThat(store.read(rows -> rows.list("select seq from changes order by seq", row -> row.number("seq"))).join())
                .as(replay).isEqualTo(LongStream.rangeClosed(1, changed.size()).boxed().toList());
        AuditCheck audit = store.checkAudit().join();
        assertThat(audit.valid()).as(replay).isTrue();
        assertThat(audit.checked()).as(replay).isEqualTo(kept.size());
        assertThat(store.changes().newest()).as(replay).isEqualTo(changed.size());
    }

    private static List<String> names(Store store, String sql) {
        return store.read(rows -> rows.list(sql, row -> row.text("name"))).join();
    }
}
