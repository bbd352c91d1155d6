package io.penstock.control.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one database. */
@Tag("postgres")
class PostgresServersTest {
    private static final String CUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
            + " and pid <> pg_backend_pid()";

    @TempDir
    Path folder;
    private PostgresPlace place;
    private final List<Store> servers = new ArrayList<>();

    @BeforeEach
    void open() {
        place = new PostgresPlace(folder);
        for (int i = 0; i < 3; i++) {
            servers.add(place.open("server-" + i, Clock.system()));
        }
    }

    @AfterEach
    void close() {
        servers.forEach(Store::close);
        place.close();
    }

    private static List<Change> watched(Store store) {
        List<Change> told = new CopyOnWriteArrayList<>();
        store.changes().watch(told::addAll);
        return told;
    }

    private static CompletableFuture<Integer> write(Store store, String name) {
        return store.write(tx -> {
            tx.change(ChangeKind.AGENT, name, ChangeOp.CREATED, 1);
            return tx.update("insert into meta (name, value) values (?, '')", name);
        });
    }

    private static void eventually(Duration within, BooleanSupplier so) {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + within.toNanos();
        try {
            while (!so.getAsBoolean()) {
                assertThat(System.nanoTime()).as("not within %s", within).isLessThan(end);
                never.await(20, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isOneStoreForAll() {
        assertThat(servers).extracting(Store::id).containsOnly(servers.get(0).id());
        write(servers.get(0), "a").join();
        assertThat(servers.get(2).read(rows -> rows.one("select name from meta where name = 'a'", row -> row.text("name"))).join())
                .contains("a");
        byte[] key = servers.get(0).sealed().openOrMake("k", () -> new byte[] {1});
        assertThat(servers.get(1).sealed().openOrMake("k", () -> new byte[] {2})).isEqualTo(key);
    }

    @Test
    void tellsAllServersOfAllChangesInOneOrderWithoutAGap() {
        List<List<Change>> told = servers.stream().map(PostgresServersTest::watched).toList();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(write(servers.get(i % 3), "n" + i));
        }
        answers.forEach(CompletableFuture::join);

        for (List<Change> each : told) {
            eventually(Duration.ofSeconds(10), () -> each.size() == 300);
            assertThat(each).extracting(Change::seq).containsExactlyElementsOf(LongStream.rangeClosed(1, 300).boxed().toList());
        }
        assertThat(told.get(1)).isEqualTo(told.get(0));
        assertThat(told.get(2)).isEqualTo(told.get(0));
    }

    @Test
    void seesChangesWhenTheConnectionThatListensIsCut() {
        List<Change> told = watched(servers.get(1));
        place.meddle(CUT + " and query ilike 'listen%'");
        write(servers.get(0), "a").join();

        eventually(Duration.ofSeconds(10), () -> !told.isEmpty());
        write(servers.get(0), "b").join();
        eventually(Duration.ofSeconds(10), () -> told.size() == 2);
    }

    @Test
    void losesAndDoublesNothingWhenConnectionsAreCut() {
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String name = "r" + round + "-" + i;
                answers.add(write(servers.get(i % 3), name).handle((done, failure) -> failure == null && acknowledged.add(name)));
            }
            place.meddle(CUT);
            answers.forEach(CompletableFuture::join);
        }

        List<String> kept = servers.get(0).read(rows -> rows.list("select name from meta where name like 'r%' order by name",
                row -> row.text("name"))).join();
        assertThat(kept).containsAll(acknowledged);
        assertThat(acknowledged).hasSizeGreaterThan(500);
        // Each that is there has its change, once.
        assertThat(servers.get(0).read(rows -> rows.list("select id from changes order by id", row -> row.text("id"))).join())
                .isEqualTo(kept);
    }

    @Test
    void doesAWorkOnceThoughItsCommitWasNotHeardOf() {
        // The row locks nothing and no name is taken: a work that ran twice would be there twice.
        servers.get(0).write(tx -> tx.update("insert into operations (id, kind, state, detail, server, created_at)"
                + " values ('count', 'backup', '0', '', '', 0)")).join();
        int acknowledged = 0;
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Integer> answer = servers.get(0).write(tx -> tx.update(
                    "update operations set state = cast(cast(state as bigint) + 1 as text) where id = 'count'"));
            if (i % 5 == 0) {
                place.meddle(CUT);
            }
            try {
                acknowledged += answer.join();
            } catch (CompletionException e) {
                // Said to be unknown or not done; it must not have been counted above.
                assertThat(((PenstockException) e.getCause()).code()).isEqualTo("store.unavailable");
            }
        }
        int counted = servers.get(1).read(rows -> rows.one("select state from operations where id = 'count'",
                row -> Integer.parseInt(row.text("state")))).join().orElseThrow();
        assertThat(counted).isBetween(acknowledged, 100);
        assertThat(acknowledged).isGreaterThan(90);
    }

    @Test
    void letsOneServerHoldALease() {
        assertThat(servers.get(0).leases().hold("rollouts", Duration.ofSeconds(60))).isTrue();
        assertThat(servers.get(1).leases().hold("rollouts", Duration.ofSeconds(60))).isFalse();
        assertThat(servers.get(0).leases().hold("rollouts", Duration.ofSeconds(60))).isTrue();
        assertThat(servers.get(1).leases().hold("others", Duration.ofSeconds(60))).isTrue();
        servers.get(0).leases().release("rollouts");
        eventually(Duration.ofSeconds(5), () -> servers.get(1).leases().hold("rollouts", Duration.ofSeconds(60)));
        assertThat(servers.get(0).leases().hold("rollouts", Duration.ofSeconds(60))).isFalse();
    }

    @Test
    void takesALeaseThatRanOut() {
        assertThat(servers.get(0).leases().hold("rollouts", Duration.ofMillis(300))).isTrue();
        servers.remove(0).close();
        eventually(Duration.ofSeconds(10), () -> servers.get(0).leases().hold("rollouts", Duration.ofSeconds(60)));
    }

    @Test
    void saysWhatIsWrongWithTheDatabase() {
        SecureRandom random = new SecureRandom();
        MasterKey key = MasterKey.inFolder(folder, random);
        StoreSettings nobody = new StoreSettings(Optional.of("jdbc:postgresql://127.0.0.1:1/control"), Optional.of("postgres"),
                Optional.of(Secret.of("CANARY-password")), "s");
        assertThatThrownBy(() -> Store.open(nobody, folder, key, Clock.system(), random))
                .isInstanceOfSatisfying(PenstockException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.RETRY);
                    assertThat(e.code()).isEqualTo("store.unavailable");
                    assertThat(e.getMessage()).contains("127.0.0.1:1/control").doesNotContain("CANARY");
                });
        StoreSettings unknown = new StoreSettings(Optional.of(place.url() + "x"), Optional.of("postgres"), Optional.empty(), "s");
        assertThatThrownBy(() -> Store.open(unknown, folder, key, Clock.system(), random))
                .isInstanceOfSatisfying(PenstockException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.denied");
                    assertThat(e.getMessage()).contains("does not exist").contains("expected");
                });
        StoreSettings wrong = new StoreSettings(Optional.of("jdbc:mysql://h/x"), Optional.empty(), Optional.empty(), "s");
        assertThatThrownBy(() -> Store.open(wrong, folder, key, Clock.system(), random))
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.code()).isEqualTo("store.database"));
    }
}
