package io.penstock.tunnel.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.text.OneLine;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditLogTest {
    @TempDir
    Path folder;

    private static AuditRecord record(long number) {
        return new AuditRecord(number, Instant.parse("2026-01-01T00:00:00Z"), "", "pg", "127.0.0.1:1", "a", "db", "10.0.0.1:5432",
                1, 2, Duration.ofMillis(3), Duration.ofMillis(4), EndReason.FINISHED, "said \"bye\"\n");
    }

    private AuditLog log(long maxBytes, int maxFiles) {
        AuditLog log = new AuditLog(folder.resolve("audit"), maxBytes, maxFiles, Clock.system());
        log.start();
        return log;
    }

    private List<Path> files() throws IOException {
        try (var found = Files.list(folder.resolve("audit"))) {
            return found.sorted().toList();
        }
    }

    @Test
    void writesALineEachThatOnlyTheOwnerMayRead() throws Exception {
        try (AuditLog log = log(1 << 20, 3)) {
            log.record(record(1));
            log.record(record(2));
        }
        Path file = folder.resolve("audit/tunnel.jsonl");
        assertThat(Files.readAllLines(file)).containsExactly(record(1).json(), record(2).json());
        assertThat(record(1).json()).startsWith("{\"began\":\"2026-01-01T00:00:00Z\",\"stream\":1,")
                .endsWith("\"connectMs\":3,\"durationMs\":4,\"reason\":\"FINISHED\",\"message\":\"said \\\"bye\\\"\\n\"}");
        assertThat(Files.getPosixFilePermissions(file)).containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void textsOfOthersStayWithinTheirLine() {
        assertThat(record(1).text()).isEqualTo("listener pg from 127.0.0.1:1 to db by a (10.0.0.1:5432): 1 bytes there, 2 back, "
                + "4 ms, FINISHED (said \"bye\"?)");
    }

    @Test
    void knowsEveryControlCharacter() {
        assertThat(OneLine.of("a\u0000\u001b\u007f\u0080\u0085\u009b\u009fz\u00a0", '?')).isEqualTo("a???????z\u00a0");
    }

    @Test
    void deletesWhatIsTooMuchOnceItMayKeepFewer() throws Exception {
        int line = record(1000).json().length() + 1;
        for (int i = 1000; i < 1008; i++) {
            try (AuditLog log = log(line, i < 1007 ? 7 : 3)) {
                log.record(record(i));
            }
        }
        assertThat(files()).extracting(file -> file.getFileName().toString())
                .containsExactly("tunnel.1.jsonl", "tunnel.2.jsonl", "tunnel.jsonl");
    }

    @Test
    void keepsSoManyFilesOfSuchASize() throws Exception {
        int line = record(1000).json().length() + 1;
        for (int i = 1000; i < 1010; i++) {
            try (AuditLog log = log(2L * line, 3)) {
                log.record(record(i));
            }
        }
        assertThat(files()).extracting(file -> file.getFileName().toString())
                .containsExactly("tunnel.1.jsonl", "tunnel.2.jsonl", "tunnel.jsonl");
        try (AuditLog log = log(2L * line, 3)) {
            assertThat(log.tail(100)).extracting(row -> row.get("stream")).containsExactly(1004L, 1005L, 1006L, 1007L, 1008L, 1009L);
            assertThat(log.tail(3)).extracting(row -> row.get("stream")).containsExactly(1007L, 1008L, 1009L);
            assertThat(log.tail(1).get(0)).containsEntry("message", "said \"bye\"\n").containsEntry("toClient", 2L);
        }
    }

    @Test
    void beginsALineOfItsOwnAfterACrash() throws Exception {
        Path file = Files.createDirectories(folder.resolve("audit")).resolve("tunnel.jsonl");
        Files.writeString(file, "{\"cut", StandardOpenOption.CREATE);
        try (AuditLog log = log(1 << 20, 3)) {
            log.record(record(1));
        }
        assertThat(Files.readAllLines(file)).containsExactly("{\"cut", record(1).json());
    }

    @Test
    void dropsNothingWhileItCannotWriteAndSaysWhenItIsFull() throws Exception {
        Path blocked = folder.resolve("audit");
        Files.writeString(blocked, "a file where the folder should be");
        CountDownLatch room = new CountDownLatch(1);
        try (AuditLog log = log(1 << 30, 3)) {
            log.whenRoom(room::countDown);
            for (int i = 0; i < AuditLog.MAX_WAITING - 1; i++) {
                log.record(record(i));
            }
            assertThat(log.isCrowded()).isFalse();
            log.record(record(AuditLog.MAX_WAITING));
            assertThat(log.isCrowded()).isTrue();
            while (log.failure().isEmpty()) {
                Thread.onSpinWait();
            }
            Files.delete(blocked);
            assertThat(room.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log.isCrowded()).isFalse();
        }
        assertThat(Files.readAllLines(folder.resolve("audit/tunnel.jsonl"))).hasSize(AuditLog.MAX_WAITING);
    }
}
