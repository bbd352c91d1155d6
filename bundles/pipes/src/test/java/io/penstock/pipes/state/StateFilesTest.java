package io.penstock.pipes.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.time.ManualClock;
import io.penstock.pipes.api.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    private static final Origin.Source FILE = new Origin.Source("in", "tab\tnew\nline\\");

    @TempDir
    Path folder;
    private final List<String> warnings = new ArrayList<>();

    @Test
    void readsCheckpointsBackWhateverAPartitionIsCalled() throws Exception {
        Checkpoints.open(folder).save(Map.of(FILE, 7L, new Origin.Source("b", ""), Long.MAX_VALUE));
        assertThat(Checkpoints.open(folder).saved())
                .isEqualTo(Map.of(FILE, 7L, new Origin.Source("b", ""), Long.MAX_VALUE));
    }

    @Test
    void fallsBackToTheVersionBeforeWhereverTheNewestIsCut() throws Exception {
        Checkpoints checkpoints = Checkpoints.open(folder);
        checkpoints.save(Map.of(FILE, 7L));
        checkpoints.save(Map.of(FILE, 8L));
        Path file = folder.resolve("checkpoints");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(Checkpoints.open(folder).of("in")).containsEntry(FILE.partition(), 7L);
        }
    }

    @Test
    void saysThatNoVersionChecksOut() throws Exception {
        Checkpoints.open(folder).save(Map.of(FILE, 7L));
        Files.writeString(folder.resolve("checkpoints"), "penstock-state 1 00000000\n7\tin\tx\n");
        assertThatThrownBy(() -> Checkpoints.open(folder)).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
    }

    @Test
    void tellsWhichCheckpointsSurviveTheLossOfTheNewestFile() throws Exception {
        Checkpoints checkpoints = Checkpoints.open(folder);
        checkpoints.save(Map.of(FILE, 7L));
        assertThat(checkpoints.save(Map.of(FILE, 8L))).isEqualTo(Map.of(FILE, 7L));
    }

    private PlanLedger ledger() {
        return new PlanLedger(folder.resolve("out.ledger"), Map.of(), true, () -> "stream", warnings::add);
    }

    private static Ledger.Part part(long to, int first, int count, int total) {
        return new Ledger.Part(List.of(new Origin("in", "p", to)), first, count, total);
    }

    @Test
    void remembersWhatWasDeliveredAndWhatWasUnderWay() {
        try (PlanLedger ledger = ledger()) {
            assertThat(ledger.plan(part(10, 0, 5, 5))).isEqualTo(1);
            ledger.delivered();
            assertThat(ledger.plan(part(20, 0, 3, 5))).isEqualTo(2);
            ledger.delivered();
            assertThat(ledger.plan(part(20, 3, 2, 5))).isEqualTo(3);
        }
        try (PlanLedger ledger = ledger()) {
            assertThat(ledger.stream()).isEqualTo("stream");
            assertThat(ledger.has(new Origin("in", "p", 10))).isTrue();
            assertThat(ledger.has(new Origin("in", "p", 20))).isFalse();
            Ledger.Unfinished unfinished = ledger.unfinished().orElseThrow();
            assertThat(unfinished.done()).isEqualTo(3);
            assertThat(unfinished.planned()).contains(new Ledger.Numbered(3, 2));
            assertThat(ledger.cuts()).contains(new Origin("in", "p", 10), new Origin("in", "p", 20));
        }
    }

    @Test
    void believesAReceiverThatSaysWhatItHas() {
        try (PlanLedger ledger = ledger()) {
            ledger.plan(part(10, 0, 5, 5));
        }
        try (PlanLedger ledger = ledger()) {
            ledger.committed(1);
            assertThat(ledger.unfinished()).isEmpty();
            assertThat(ledger.has(new Origin("in", "p", 10))).isTrue();
            assertThat(ledger.plan(part(20, 0, 1, 1))).isEqualTo(2);
        }
        try (PlanLedger ledger = ledger()) {
            ledger.committed(1);
            assertThat(ledger.unfinished()).isEmpty();
            assertThat(ledger.has(new Origin("in", "p", 20))).isFalse();
        }
    }

    @Test
    void losesNoPlanThatWasSyncedWhereverItsTailIsCut() throws IOException {
        Path file = folder.resolve("out.ledger");
        try (PlanLedger ledger = ledger()) {
            ledger.plan(part(10, 0, 5, 5));
            long synced = Files.size(file);
            ledger.delivered();
            byte[] whole = Files.readAllBytes(file);
            for (long length = synced; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, (int) length));
                try (PlanLedger cut = ledger()) {
                    assertThat(cut.unfinished()).isPresent();
                }
            }
        }
    }

    @Test
    void warnsThatALedgerWasDamagedAndWhatThatMeans() throws IOException {
        Path file = folder.resolve("out.ledger");
        try (PlanLedger ledger = ledger()) {
            ledger.plan(part(10, 0, 5, 5));
            ledger.delivered();
        }
        ledger().close();
        assertThat(warnings).isEmpty();
        byte[] whole = Files.readAllBytes(file);

        whole[whole.length - 1] ^= 1;
        Files.write(file, whole);
        ledger().close();
        assertThat(warnings).singleElement().asString().contains(file.toString(), "may be delivered again");

        whole[RecordFile.HEADER_BYTES] ^= 1;
        Files.write(file, whole);
        ledger().close();
        assertThat(warnings).last().asString().contains(file.toString(), "its last " + whole.length + " bytes",
                "delivered again under a new name");
    }

    @Test
    void cutsOffATailOfZeros() throws IOException {
        Path file = folder.resolve("out.ledger");
        ledger().close();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 4096));

        try (PlanLedger ledger = ledger()) {
            assertThat(ledger.plan(part(10, 0, 5, 5))).isEqualTo(1);
        }
        assertThat(warnings).singleElement().asString().contains("its last 4096 bytes");
    }

    @Test
    void takesAWorkBehindACheckpointForDelivered() {
        try (PlanLedger ledger = ledger()) {
            ledger.plan(part(10, 0, 5, 5));
        }
        try (PlanLedger ledger = new PlanLedger(folder.resolve("out.ledger"),
                Map.of(new Origin.Source("in", "p"), 10L), true, () -> "other", warnings::add)) {
            assertThat(ledger.unfinished()).isEmpty();
        }
    }

    private DeadLetters letters(long maxBytes) {
        return DeadLetters.open(folder.resolve("letters"), maxBytes, new ManualClock(Instant.EPOCH));
    }

    @Test
    void keepsDeadLettersOverARestartAndForgetsTheRemoved() {
        try (DeadLetters letters = letters(1 << 20)) {
            for (int i = 0; i < 5; i++) {
                letters.add("node", "reason " + i, Record.raw(Instant.EPOCH, "event " + i));
            }
            letters.sync();
            letters.remove(2);
        }
        try (DeadLetters letters = letters(1 << 20)) {
            assertThat(letters.list(letter -> true, 10)).extracting(DeadLetter::id).containsExactly(1L, 3L, 4L, 5L);
            assertThat(letters.held()).isEqualTo(4);
            letters.add("node", "again", Record.raw(Instant.EPOCH, "x"));
            assertThat(letters.list(letter -> letter.reason().equals("again"), 1).get(0).id()).isEqualTo(6);
            assertThat(letters.purge()).isEqualTo(5);
            assertThat(letters.list(letter -> true, 10)).isEmpty();
        }
    }

    @Test
    void syncsNoFileOfDeadLettersAgainThatFailedToSync() throws IOException {
        List<RecordFile> failed = new ArrayList<>();
        int[] failures = {0};
        LetterWriter.Force disk = file -> {
            assertThat(failed).doesNotContain(file);
            if (failures[0]-- > 0) {
                failed.add(file);
                throw new IOException("Input/output error");
            }
            file.sync();
        };
        try (DeadLetters letters = DeadLetters.open(folder, 1 << 20, new ManualClock(Instant.EPOCH), disk)) {
            letters.add("n", "safe", Record.of(Instant.EPOCH, Fields.EMPTY));
            letters.sync();
            failures[0] = 2;
            letters.add("n", "doubtful", Record.of(Instant.EPOCH, Fields.EMPTY));
            assertThatThrownBy(letters::sync).hasMessageContaining("Input/output error");
            letters.add("n", "later", Record.of(Instant.EPOCH, Fields.EMPTY));
            assertThatThrownBy(letters::sync).hasMessageContaining("Input/output error");
            letters.sync();
            assertThat(failed).hasSize(2);
            assertThat(reasons(letters)).containsExactly("safe", "doubtful", "later");
            assertThat(letters.held()).isEqualTo(3);
        }
        try (DeadLetters letters = DeadLetters.open(folder, 1 << 20, new ManualClock(Instant.EPOCH))) {
            assertThat(reasons(letters)).containsExactly("safe", "doubtful", "later");
            assertThat(letters.held()).isEqualTo(3);
        }
    }

    private static List<String> reasons(DeadLetters letters) {
        return letters.list(letter -> true, 10).stream().map(DeadLetter::reason).toList();
    }

    @Test
    void readsALetterOnceThatAFailedSyncLeftInTwoSegments() throws IOException {
        try (DeadLetters letters = DeadLetters.open(folder, 1 << 20, new ManualClock(Instant.EPOCH))) {
            letters.add("n", "one", Record.of(Instant.EPOCH, Fields.EMPTY));
            letters.add("n", "two", Record.of(Instant.EPOCH, Fields.EMPTY));
        }
        byte[] both = Files.readAllBytes(LetterWriter.file(folder, 1));
        int length = both.length / 2;
        Files.write(LetterWriter.file(folder, 2), Arrays.copyOfRange(both, length, both.length));

        try (DeadLetters letters = DeadLetters.open(folder, 1 << 20, new ManualClock(Instant.EPOCH))) {
            assertThat(reasons(letters)).containsExactly("one", "two");
            assertThat(letters.held()).isEqualTo(2);
        }
    }

    @Test
    void showsTheDeadLettersThatCameAfterAPurgeAndARestart() {
        try (DeadLetters letters = letters(1 << 20)) {
            letters.add("node", "before", Record.raw(Instant.EPOCH, "1"));
            letters.remove(1);
            letters.purge();
        }
        try (DeadLetters letters = letters(1 << 20)) {
            letters.add("node", "after", Record.raw(Instant.EPOCH, "2"));
            assertThat(letters.list(letter -> true, 10)).extracting(DeadLetter::reason).containsExactly("after");
        }
    }

    @Test
    void countsALetterOnceThatWentBeforeItWasTakenOut() {
        try (DeadLetters letters = letters(1 << 20)) {
            letters.add("node", "reason", Record.raw(Instant.EPOCH, "1"));
            letters.purge();
            letters.remove(1);
            letters.remove(99);
            assertThat(letters.held()).isZero();
        }
    }

    @Test
    void keepsTheListOfRemovedLettersSmall() throws IOException {
        try (DeadLetters letters = letters(64 << 10)) {
            for (int i = 1; i <= 20_000; i++) {
                letters.add("node", "reason", Record.raw(Instant.EPOCH, "x".repeat(100)));
                letters.remove(i);
            }
            assertThat(letters.held()).isZero();
            assertThat(Files.size(folder.resolve("letters/removed"))).isLessThan(100 << 10);
        }
    }

    @Test
    void letsTheOldestDeadLettersGoAndCountsThem() {
        try (DeadLetters letters = letters(64 << 10)) {
            for (int i = 0; i < 2000; i++) {
                letters.add("node", "reason", Record.raw(Instant.EPOCH, "x".repeat(100)));
            }
            assertThat(letters.bytes()).isLessThanOrEqualTo(64 << 10);
            assertThat(letters.lost()).isPositive();
            assertThat(letters.held() + letters.lost()).isEqualTo(2000);
            List<DeadLetter> kept = letters.list(letter -> true, 5000);
            assertThat(kept).hasSize((int) letters.held());
            assertThat(kept.get(kept.size() - 1).id()).isEqualTo(2000);
        }
    }
}
