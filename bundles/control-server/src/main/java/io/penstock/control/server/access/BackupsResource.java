package io.penstock.control.server.access;

import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Backup;
import io.penstock.control.server.store.Ids;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Store;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /backups}: one at a time, into this server's folder. */
public final class BackupsResource implements Resource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    /** One, as the API shows it. */
    record BackupView(String id, String file, long size, String sha256, Instant at) {
    }

    private final Store store;
    private final Path folder;
    private final Ids ids;
    private final Clock clock;
    private final ExecutorService thread = Workers.single("control-backup");
    private final AtomicBoolean running = new AtomicBoolean();

    BackupsResource(Store store, Path folder, Ids ids, Clock clock) {
        this.store = store;
        this.folder = folder;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("POST", "/api/v1/backups").role(Role.ADMIN).creates().to(this::make);
        routes.on("GET", "/api/v1/backups/{id}").role(Role.VIEWER).to(call ->
                store.read(rows -> Answer.ok(existing(rows, call.path("id")))));
    }

    private static BackupView existing(Rows rows, String id) {
        return rows.one("select id, file, size, sha256, at from backups where id = ?", row -> new BackupView(row.text("id"),
                row.text("file"), row.number("size"), row.text("sha256"), row.time("at")), id)
                .orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "backups.unknown", "there is no backup \"" + id
                        + "\""));
    }

    private CompletionStage<Answer> make(Call call) {
        if (!running.compareAndSet(false, true)) {
            throw new PenstockException(ErrorKind.CONFLICT, "request.conflict", "a backup is being made");
        }
        String id = ids.next();
        return store.write(tx -> {
            tx.audit(Actors.done(call, "backups.create", "backup", id, Map.of()));
            return Operations.begin(tx, id, "backup", store.serverId());
        }).whenComplete((begun, failure) -> {
            if (failure == null) {
                thread.execute(() -> run(id));
            } else {
                running.set(false);
            }
        }).thenApply(begun -> Answer.accepted("/api/v1/operations/" + id, begun));
    }

    private void run(String id) {
        try {
            Backup made = make(name(id));
            store.write(tx -> {
                tx.update("insert into backups (id, file, size, sha256, at) values (?, ?, ?, ?, ?)", id,
                        made.file().getFileName().toString(), made.bytes(), made.sha256(), tx.now());
                Operations.end(tx, id, true, "/api/v1/backups/" + id);
                return null;
            });
        } catch (RuntimeException e) {
            LOG.error("no backup was made: {}", e.getMessage());
            store.write(tx -> {
                Operations.end(tx, id, false, PenstockException.describe(e));
                return null;
            });
        } finally {
            running.set(false);
        }
    }

    private String name(String id) {
        return "backup-" + STAMP.format(clock.now()) + "-" + id.substring(id.length() - 6);
    }

    /** Writes one, for who waits; blocks. */
    public Backup make(String name) {
        return store.backup(folder, name);
    }

    /** Writes one into another folder, with a name by the time; blocks. */
    public Backup makeIn(Path other) {
        return store.backup(other, name(ids.next()));
    }

    /** As {@link #make(String)}, with a name by the time. */
    public CompletableFuture<Backup> makeNow() {
        CompletableFuture<Backup> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                answer.complete(make(name(ids.next())));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        Workers.stop(thread, CLOSING);
    }
}
