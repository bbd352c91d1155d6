package io.penstock.control.server.pipe;

import io.penstock.control.api.Signed;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The tables {@code revisions} and {@code artifacts}. */
public final class RevisionTable {
    private static final String COLUMNS = "pipe_id, number, artifact, message, author, at, restored_from";

    private RevisionTable() {
    }

    /** One of a pipe's. */
    public static Revision known(Rows rows, PipeRow pipe, int number) {
        return byNumber(rows, pipe.id(), number).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                "revisions.unknown", "the pipe \"" + pipe.name() + "\" has no revision " + number));
    }

    /** One of a pipe's. */
    public static Optional<Revision> byNumber(Rows rows, String pipeId, int number) {
        return rows.one("select " + COLUMNS + " from revisions where pipe_id = ? and number = ?", RevisionTable::read,
                pipeId, number);
    }

    /** The newest below a number, newest first. */
    public static List<Revision> before(Rows rows, String pipeId, int number, int limit) {
        return rows.list("select " + COLUMNS + " from revisions where pipe_id = ? and number < ? order by number desc limit ?",
                RevisionTable::read, pipeId, number, limit);
    }

    /** The newest number; none where there is no revision. */
    public static OptionalInt latest(Rows rows, String pipeId) {
        return rows.one("select max(number) as latest from revisions where pipe_id = ?", row -> row.mayNumber("latest"), pipeId)
                .filter(java.util.OptionalLong::isPresent).map(latest -> OptionalInt.of((int) latest.getAsLong()))
                .orElse(OptionalInt.empty());
    }

    private static Revision read(Row row) {
        return new Revision(row.text("pipe_id"), (int) row.number("number"), row.text("artifact"), row.text("message"),
                row.text("author"), row.time("at"), row.mayNumber("restored_from").isPresent()
                ? Optional.of((int) row.number("restored_from")) : Optional.empty());
    }

    /** Makes the next revision. */
    public static Revision add(Tx tx, PipeRow pipe, String text, String message, String author, Optional<Integer> restored) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String hash = Signed.hash(text);
        tx.update("insert into artifacts (hash, body, size, at) values (?, ?, ?, ?) on conflict (hash) do nothing", hash, body,
                body.length, tx.now());
        Revision made = new Revision(pipe.id(), latest(tx, pipe.id()).orElse(0) + 1, hash, message, author, tx.now(), restored);
        tx.update("insert into revisions (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?)", made.pipeId(), made.number(),
                made.artifact(), made.message(), made.author(), made.at(), made.restoredFrom());
        tx.change(ChangeKind.REVISION, pipe.id(), ChangeOp.CREATED, made.number());
        return made;
    }

    /** A text by its hash. */
    public static Optional<byte[]> artifact(Rows rows, String hash) {
        return rows.one("select body from artifacts where hash = ?", row -> row.bytes("body"), hash);
    }

    /** A revision's text. */
    public static String text(Rows rows, Revision revision) {
        return new String(artifact(rows, revision.artifact()).orElseThrow(() -> new PenstockException(ErrorKind.CORRUPT,
                "store.artifact", "the text " + revision.artifact() + " is missing")), StandardCharsets.UTF_8);
    }
}
