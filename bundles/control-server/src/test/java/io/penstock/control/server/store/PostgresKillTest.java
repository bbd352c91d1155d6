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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("postgres")
class PostgresKillTest extends KillContract {
    @Override
    StorePlace place(Path folder) {
        return new PostgresPlace(folder);
    }

    @Override
    Optional<String> url(StorePlace place) {
        return Optional.of(((PostgresPlace) place).url());
    }

    /** A server in a process of its own, and what it acknowledged. */
    private static final class Server {
        private final Process process;
        private final Set<String> acknowledged = new HashSet<>();
        private final BufferedReader lines;

        Server(Process process) {
            this.process = process;
            this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void read(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                acknowledged.add(whole(lines));
            }
        }

        void kill() throws IOException {
            process.toHandle().destroyForcibly();
            for (String line = whole(lines); line != null; line = whole(lines)) {
                acknowledged.add(line);
            }
        }
    }

    @Test
    void goesOnWithoutAGapWhenOneOfThreeServersIsKilled() throws Exception {
        try (StorePlace place = place(folder); Store watching = place.open()) {
            List<Change> told = new CopyOnWriteArrayList<>();
            watching.changes().watch(told::addAll);
            Server killed = new Server(start(place, 1));
            Server other = new Server(start(place, 2));
            killed.read(300);
            other.read(300);
            killed.kill();
            other.read(500);
            watching.write(tx -> {
                tx.change(ChangeKind.AGENT, "own", ChangeOp.CREATED, 1);
                return null;
            }).join();
            other.kill();

            Set<String> kept = new HashSet<>(watching.read(rows -> rows.list("select name from leases where name like 'r%'",
                    row -> row.text("name"))).join());
            assertThat(kept).containsAll(killed.acknowledged).containsAll(other.acknowledged);
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; told.size() < kept.size() + 1 && i < 500; i++) {
                never.await(20, TimeUnit.MILLISECONDS);
            }
            assertThat(told).extracting(Change::seq).containsExactlyElementsOf(
                    LongStream.rangeClosed(1, kept.size() + 1).boxed().toList());
            List<String> ids = new ArrayList<>(told.stream().map(Change::id).toList());
            assertThat(ids.remove("own")).isTrue();
            assertThat(new HashSet<>(ids)).isEqualTo(kept);
            assertThat(watching.checkAudit().join().valid()).isTrue();
        }
    }
}
