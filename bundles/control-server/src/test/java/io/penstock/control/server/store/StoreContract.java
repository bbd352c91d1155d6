package io.penstock.control.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.Migrations;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, wherever it keeps things. */
abstract class StoreContract {
    @TempDir
    Path folder;
    private StorePlace place;
    private Store store;

    abstract StorePlace place(Path folder);

    @BeforeEach
    void open() {
        place = place(folder);
        store = place.open();
    }

    @AfterEach
    void close() {
        store.close();
        place.close();
    }

    private static Integer put(Tx tx, String name, String value) {
        return tx.update("insert into meta (name, value) values (?, ?)", name, value);
    }

    private Optional<String> meta(String name) {
        return store.read(rows -> value(rows, name)).join();
    }

    private static Optional<String> value(Rows rows, String name) {
        return rows.one("select value from meta where name = ?", row -> row.text("value"), name);
    }

    @Test
    void readsWhatWasWritten() {
        store.write(tx -> put(tx, "a", "grün ☃")).join();

        assertThat(meta("a")).contains("grün ☃");
        assertThat(meta("b")).isEmpty();
    }

    @Test
    void keepsEveryKindOfValue() {
        Instant at = Instant.parse("2026-01-02T03:04:05.678Z");
        store.write(tx -> {
            tx.update("insert into credentials (id, kind, owner, label, cookie, hash, last4, created_at, created_by, expires_at,"
                    + " revoked_at, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "c", "ag", "o", "", true,
                    new byte[] {0, -1, 7}, "last", at, "user:ann", Optional.of(at), Optional.empty(), 1);
            return null;
        }).join();

        List<Object> read = store.read(rows -> rows.one("select * from credentials", row -> List.<Object>of(row.flag("cookie"),
                row.time("created_at"), row.mayTime("expires_at"), row.mayTime("revoked_at"), row.mayText("role"),
                row.mayNumber("used_at").isPresent(), row.number("version"), row.text("label")))).join().orElseThrow();
        assertThat(read).containsExactly(true, at, Optional.of(at), Optional.empty(), Optional.empty(), false, 1L, "");
        assertThat(store.read(rows -> rows.one("select hash from credentials", row -> row.bytes("hash"))).join().orElseThrow())
                .containsExactly(0, -1, 7);
    }

    @Test
    void keepsThingsOverARestart() {
        String id = store.id();
        store.write(tx -> put(tx, "a", "1")).join();
        store.close();
        store = place.open();

        assertThat(meta("a")).contains("1");
        assertThat(store.id()).isEqualTo(id);
        assertThat(store.epoch()).isEqualTo(1);
    }

    @Test
    void undoesAWorkThatFailsAndKeepsTheOthersOfItsTransaction() {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<?> first = store.write(tx -> await(gate));
        CompletableFuture<Integer> good = store.write(tx -> put(tx, "good", "1"));
        CompletableFuture<Integer> bad = store.write(tx -> {
            put(tx, "bad", "1");
            tx.change(ChangeKind.AGENT, "bad", ChangeOp.CREATED, 1);
            throw PenstockException.invalid("test.no", "no");
        });
        CompletableFuture<Integer> after = store.write(tx -> put(tx, "after", "1"));
        gate.countDown();

        assertThat(good.join()).isEqualTo(1);
        assertThatThrownBy(bad::join).hasCauseInstanceOf(PenstockException.class).hasMessageContaining("no");
        assertThat(after.join()).isEqualTo(1);
        assertThat(first).isCompleted();
        assertThat(meta("good")).contains("1");
        assertThat(meta("bad")).isEmpty();
        assertThat(store.changes().newest()).isZero();
    }

    private static Object await(CountDownLatch gate) {
        try {
            assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysThatThereIsARowLikeIt() {
        store.write(tx -> put(tx, "a", "1")).join();

        assertThat(failure(store.write(tx -> put(tx, "a", "2")))).extracting(PenstockException::kind, PenstockException::code)
                .containsExactly(ErrorKind.CONFLICT, "store.unique");
        assertThat(meta("a")).contains("1");
    }

    @Test
    void letsAWorkDoNothingMoreAfterAStatementFailed() {
        store.write(tx -> put(tx, "a", "1")).join();

        PenstockException failure = failure(store.write(tx -> {
            try {
                put(tx, "a", "2");
            } catch (PenstockException e) {
                put(tx, "b", "2");
            }
            return null;
        }));

        assertThat(failure.code()).isEqualTo("store.work");
        assertThat(meta("b")).isEmpty();
    }

    @Test
    void failsAWorkWithADefectOfItsOwn() {
        CompletableFuture<Integer> wrong = store.write(tx -> tx.update("update nothing_like_it set a = 1"));
        CompletableFuture<Integer> right = store.write(tx -> put(tx, "a", "1"));

        assertThat(failure(wrong)).extracting(PenstockException::kind, PenstockException::code)
                .containsExactly(ErrorKind.BUG, "store.sql");
        assertThat(right.join()).isEqualTo(1);
    }

    private static PenstockException failure(CompletableFuture<?> answer) {
        try {
            answer.join();
        } catch (CompletionException e) {
            return (PenstockException) e.getCause();
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void tellsOfChangesInOrderBeforeTheWriteIsAnswered() throws Exception {
        List<Change> told = new CopyOnWriteArrayList<>();
        AutoCloseable watch = store.changes().watch(told::addAll);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = "agent-" + i;
            answers.add(store.write(tx -> {
                tx.change(ChangeKind.AGENT, id, ChangeOp.CREATED, 1);
                tx.change(ChangeKind.AGENT_STATE, id, ChangeOp.CHANGED, 0);
                return 0;
            }));
        }
        answers.get(199).join();

        assertThat(told).hasSize(400);
        assertThat(told).extracting(Change::seq).isSorted().startsWith(1L).endsWith(400L);
        assertThat(told.get(398).id()).isEqualTo("agent-199");
        assertThat(told.get(399).kind()).isEqualTo(ChangeKind.AGENT_STATE);
        assertThat(told.get(0).actor()).isEqualTo("server");
        assertThat(store.changes().newest()).isEqualTo(400);
        assertThat(store.changes().since(398, 10).join()).containsExactly(told.get(398), told.get(399));
        watch.close();
        store.write(tx -> change(tx, "x")).join();
        assertThat(told).hasSize(400);
    }

    private static Integer change(Tx tx, String id) {
        tx.change(ChangeKind.PIPE, id, ChangeOp.CHANGED, 2);
        return 1;
    }

    @Test
    void readsOlderChangesFromTheLog() {
        store.write(tx -> change(tx, "a")).join();
        store.write(tx -> change(tx, "b")).join();
        store.close();
        store = place.open();

        assertThat(store.changes().newest()).isEqualTo(2);
        assertThat(store.changes().since(0, 10).join()).extracting(Change::id).containsExactly("a", "b");
        assertThat(store.changes().since(0, 1).join()).extracting(Change::id).containsExactly("a");
    }

    @Test
    void doesWhatFollowsACommitBeforeItAnswers() {
        AtomicInteger effects = new AtomicInteger();
        store.write(tx -> {
            tx.onCommit(effects::incrementAndGet);
            return put(tx, "a", "1");
        }).join();

        assertThat(effects).hasValue(1);
        failure(store.write(tx -> {
            tx.onCommit(effects::incrementAndGet);
            return put(tx, "a", "1");
        }));
        assertThat(effects).hasValue(1);
    }

    @Test
    void chainsTheAudit() {
        for (int i = 0; i < 5; i++) {
            String id = "u" + i;
            store.write(tx -> act(tx, id)).join();
        }

        assertThat(store.checkAudit().join()).isEqualTo(new AuditCheck(5, java.util.OptionalLong.empty()));
        assertThat(store.read(rows -> rows.list("select detail, result from audit order by seq", row -> row.text("detail")
                + row.text("result"))).join()).first().isEqualTo("{\"name\":\"u0\"}done");
    }

    private static Integer act(Tx tx, String id) {
        tx.audit(new Act("user:ann", "ann", "users.create", "user", id, Act.Result.DONE, "::1", "request-1", Map.of("name", id)));
        return 1;
    }

    @Test
    void findsAChangedEntryOfTheAudit() {
        chainsTheAudit();
        place.meddle("update audit set actor = 'user:bob' where seq = 3");

        assertThat(store.checkAudit().join().firstBroken()).hasValue(3);
    }

    @Test
    void findsAnEntryThatIsMissingInTheAudit() {
        chainsTheAudit();
        place.meddle("delete from audit where seq = 2");

        assertThat(store.checkAudit().join().firstBroken()).hasValue(3);
    }

    @Test
    void findsThatTheAuditWasCutOff() {
        chainsTheAudit();
        place.meddle("delete from audit where seq >= 4");

        assertThat(store.checkAudit().join().firstBroken()).hasValue(4);
    }

    @Test
    void sealsUnderTheMasterKey() {
        byte[] secret = "CANARY-sealed".getBytes(UTF_8);
        assertThat(store.sealed().open("one")).isEmpty();
        assertThat(store.sealed().openOrMake("one", () -> secret)).isEqualTo(secret);
        assertThat(store.sealed().openOrMake("one", () -> new byte[1])).isEqualTo(secret);
        store.close();
        store = place.open();

        assertThat(store.sealed().open("one")).hasValueSatisfying(kept -> assertThat(kept).isEqualTo(secret));
        assertThat(new String(place.dump(), java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("CANARY-sealed");
        place.meddle("insert into sealed (name, body) select 'two', body from sealed where name = 'one'");
        assertThatThrownBy(() -> store.sealed().open("two")).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
    }

    @Test
    void refusesAnotherMasterKey() {
        store.close();
        MasterKey other = MasterKey.inFolder(folder.resolve("other"), new java.security.SecureRandom());

        assertThatThrownBy(() -> Store.open(place.settings("s"), folder, other, new io.penstock.core.time.ManualClock(StorePlace.NOW),
                new java.security.SecureRandom())).isInstanceOfSatisfying(PenstockException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.master-key");
                    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
                    assertThat(e.getMessage()).contains("other").contains("master.key");
                });
        store = place.open();
    }

    @Test
    void answersWhatComesAfterItsEnd() {
        store.close();

        assertThat(failure(store.write(tx -> put(tx, "a", "1"))).kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(failure(store.read(rows -> 1)).kind()).isEqualTo(ErrorKind.CLOSED);
        store.close();
    }

    @Test
    void worksOffWhatWaitsWhenItIsClosed() {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String name = "n" + i;
            answers.add(store.write(tx -> put(tx, name, "1")));
        }
        store.close();

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(1));
    }

    @Test
    void restoresABackupInTheNextEpoch() throws Exception {
        store.write(tx -> put(tx, "kept", "grün")).join();
        store.sealed().openOrMake("one", () -> new byte[] {0, 7, -1});
        chainsTheAudit();
        Backup backup = store.backup(folder.resolve("backups"), "b1");
        store.write(tx -> put(tx, "lost", "1")).join();
        store.write(tx -> change(tx, "lost")).join();
        store.write(tx -> change(tx, "lost too")).join();
        long newest = store.changes().newest();
        String id = store.id();
        assertThat(java.nio.file.Files.size(backup.file())).isEqualTo(backup.bytes());
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                java.nio.file.Files.getPosixFilePermissions(backup.file()))).isEqualTo("rw-------");
        for (int time = 2; time < 4; time++) {
            store.close();
            String name = backup.file().getFileName().toString();
            java.nio.file.Files.copy(backup.file(), folder.resolve("restore" + name.substring(name.indexOf('.'))));
            store = place.open("server-1", new io.penstock.core.time.ManualClock(StorePlace.NOW.plusSeconds(time)));

            assertThat(store.id()).isEqualTo(id);
            assertThat(store.epoch()).isEqualTo(time);
            assertThat(meta("kept")).contains("grün");
            assertThat(meta("lost")).isEmpty();
            assertThat(store.sealed().open("one")).hasValueSatisfying(kept -> assertThat(kept).containsExactly(0, 7, -1));
            assertThat(store.checkAudit().join().valid()).isTrue();
            assertThat(store.changes().newest()).isGreaterThan(newest);
            newest = store.changes().newest();
        }
        store.close();
        store = place.open();
        assertThat(store.epoch()).isEqualTo(3);
    }

    @Test
    void refusesABackupOfAnotherMasterKey() throws Exception {
        Backup backup = store.backup(folder.resolve("backups"), "b1");
        store.close();
        String name = backup.file().getFileName().toString();
        Path restore = folder.resolve("restore" + name.substring(name.indexOf('.')));
        java.nio.file.Files.copy(backup.file(), restore);
        MasterKey other = MasterKey.inFolder(folder.resolve("other"), new java.security.SecureRandom());

        assertThatThrownBy(() -> Store.open(place.settings("s"), folder, other,
                new io.penstock.core.time.ManualClock(StorePlace.NOW), new java.security.SecureRandom()))
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.code()).isEqualTo("store.master-key"));
        java.nio.file.Files.delete(restore);
        store = place.open();
        assertThat(store.epoch()).isEqualTo(1);
    }

    private Migrations upTo(String... scripts) {
        return new Migrations(StoreContract.class.getClassLoader(), "io/penstock/control/server/store/migration", List.of(scripts));
    }

    @Test
    void asksForABackupBeforeItChangesTables() {
        List<String> told = new ArrayList<>();
        Dialect dialect = place.dialect();
        upTo("V1__start.sql").run(dialect, (from, to) -> told.add("too early"));
        upTo("V1__start.sql", "V2__test.sql").run(dialect, (from, to) -> told.add(from + " to " + to));
        upTo("V1__start.sql", "V2__test.sql").run(dialect, (from, to) -> told.add("again"));

        assertThat(told).containsExactly("1 to 2");
        assertThat(store.read(rows -> rows.list("select id from later", row -> row.text("id"))).join()).isEmpty();
    }

    @Test
    void leavesTablesAsTheyAreWhenAMigrationFails() {
        Dialect dialect = place.dialect();
        store.write(tx -> put(tx, "kept", "1")).join();
        assertThatThrownBy(() -> upTo("V1__start.sql", "V2__test.sql", "V3__test.sql").run(dialect))
                .isInstanceOfSatisfying(PenstockException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT);
                    assertThat(e.code()).isEqualTo("store.migration");
                });

        assertThat(meta("kept")).contains("1");
        assertThat(failure(store.read(rows -> rows.list("select id from later2", row -> row.text("id")))).code())
                .isEqualTo("store.sql");
    }

    /** Scripts only add: servers are upgraded one after the other. */
    @Test
    void worksOnTablesOfALaterSoftware() {
        store.close();
        upTo("V1__start.sql", "V2__test.sql").run(place.dialect());
        store = place.open();

        store.write(tx -> put(tx, "a", "1")).join();
        assertThat(meta("a")).contains("1");
    }

    @Test
    void outlivesDefectsOfWorksWatchersAndEffects() {
        store.changes().watch(changes -> {
            throw new AssertionError("a watcher's");
        });
        CompletableFuture<Integer> wrong = store.write(tx -> {
            put(tx, "wrong", "1");
            throw new AssertionError("a work's");
        });
        CompletableFuture<Integer> right = store.write(tx -> {
            tx.onCommit(() -> {
                throw new AssertionError("an effect's");
            });
            change(tx, "right");
            return put(tx, "right", "1");
        });

        assertThatThrownBy(wrong::join).hasCauseInstanceOf(AssertionError.class);
        assertThat(right.join()).isEqualTo(1);
        assertThatThrownBy(store.read(rows -> {
            throw new AssertionError("a reader's");
        })::join).hasCauseInstanceOf(AssertionError.class);
        assertThat(store.write(tx -> put(tx, "after", "1")).join()).isEqualTo(1);
        assertThat(meta("wrong")).isEmpty();
        assertThat(meta("after")).contains("1");
    }
}
