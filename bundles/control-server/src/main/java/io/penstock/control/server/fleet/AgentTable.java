package io.penstock.control.server.fleet;

import io.penstock.control.api.HostReport;
import io.penstock.control.api.Json;
import io.penstock.control.api.PolicyReport;
import io.penstock.control.api.SoftwareReport;
import io.penstock.control.server.pipe.JsonColumns;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.RowReader;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table {@code agents}. */
public final class AgentTable {
    private static final String COLUMNS = "id, name, type, platform, deployment, image, tags, public_key, enrolment_id, "
            + "enrolled_by, approved, disabled, draining, generation, host, software, local_policy, created_at, created_by, "
            + "removed_at, version";
    private static final int CHUNK = 200;

    private AgentTable() {
    }

    /** One by its id; removed ones, too. */
    public static Optional<AgentRow> byId(Rows rows, Json json, String id) {
        return rows.one("select " + COLUMNS + " from agents where id = ?", reader(json), id);
    }

    /** One by its id that was not removed. */
    public static AgentRow known(Rows rows, Json json, String id) {
        return byId(rows, json, id).filter(row -> row.removedAt().isEmpty()).orElseThrow(() -> unknown(id));
    }

    /** What is said of an id that nobody has. */
    public static PenstockException unknown(String id) {
        return new PenstockException(ErrorKind.NOT_FOUND, "agents.unknown", "there is no agent \"" + id + "\"");
    }

    /** One by its name, without regard to case; removed ones are not found. */
    public static Optional<AgentRow> byName(Rows rows, Json json, String name) {
        return rows.one("select " + COLUMNS + " from agents where lower(name) = ? and removed_at is null", reader(json),
                name.toLowerCase(Locale.ROOT));
    }

    /** One by what it made itself known with; removed ones, too. */
    public static Optional<AgentRow> byEnrolment(Rows rows, Json json, String enrolmentId) {
        return rows.one("select " + COLUMNS + " from agents where enrolment_id = ?", reader(json), enrolmentId);
    }

    /** All that were not removed. */
    public static List<AgentRow> all(Rows rows, Json json) {
        return rows.list("select " + COLUMNS + " from agents where removed_at is null", reader(json));
    }

    /** These; removed ones, too. */
    public static List<AgentRow> these(Rows rows, Json json, Collection<String> ids) {
        List<AgentRow> found = new ArrayList<>();
        for (List<String> chunk : chunks(ids)) {
            found.addAll(rows.list("select " + COLUMNS + " from agents where id in (" + JsonColumns.marks(chunk) + ")",
                    reader(json), chunk.toArray()));
        }
        return found;
    }

    static List<List<String>> chunks(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
    }

    private static RowReader<AgentRow> reader(Json json) {
        return row -> read(json, row);
    }

    private static AgentRow read(Json json, Row row) {
        return new AgentRow(row.text("id"), row.text("name"), row.mayText("type"), row.mayText("platform"),
                row.mayText("deployment"), row.mayText("image"), JsonColumns.texts(json, row.text("tags")),
                row.mayText("public_key"), row.mayText("enrolment_id"), row.mayText("enrolled_by"), row.flag("approved"),
                row.flag("disabled"), row.flag("draining"), row.number("generation"),
                JsonColumns.may(json, row.mayText("host"), HostReport.class),
                JsonColumns.may(json, row.mayText("software"), SoftwareReport.class),
                JsonColumns.may(json, row.mayText("local_policy"), PolicyReport.class), row.time("created_at"),
                row.text("created_by"), row.mayTime("removed_at"), row.number("version"));
    }

    /**
     * Puts in a new one.
     *
     * @throws PenstockException CONFLICT {@code agents.name-taken} or {@code agents.id-taken}
     */
    public static void insert(Tx tx, Json json, AgentRow row) {
        if (byId(tx, json, row.id()).isPresent()) {
            throw new PenstockException(ErrorKind.CONFLICT, "agents.id-taken", "the id \"" + row.id()
                    + "\" is, or was, another agent's; ids are not used again");
        }
        nameFree(tx, json, row.name(), row.id());
        tx.update("insert into agents (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id(), row.name(), row.type(), row.platform(), row.deployment(), row.image(), json.text(row.tags()),
                row.publicKey(), row.enrolmentId(), row.enrolledBy(), row.approved(), row.disabled(), row.draining(),
                row.generation(), JsonColumns.text(json, row.host()), JsonColumns.text(json, row.software()),
                JsonColumns.text(json, row.localPolicy()), row.createdAt(), row.createdBy(), row.removedAt(),
                row.version());
        tx.change(ChangeKind.AGENT, row.id(), ChangeOp.CREATED, row.version());
    }

    static void nameFree(Rows rows, Json json, String name, String id) {
        byName(rows, json, name).filter(other -> !other.id().equals(id)).ifPresent(other -> {
            throw new PenstockException(ErrorKind.CONFLICT, "agents.name-taken", "there is an agent \"" + other.name()
                    + "\" already (" + other.id() + ")");
        });
    }

    /**
     * Writes what people change: name, fields, tags, disabled.
     *
     * @throws PenstockException CONFLICT {@code agents.version} when {@code version} is not the row's any more
     */
    public static void update(Tx tx, Json json, AgentRow row, long version) {
        nameFree(tx, json, row.name(), row.id());
        int changed = tx.update("update agents set name = ?, type = ?, platform = ?, deployment = ?, image = ?, tags = ?, "
                        + "disabled = ?, version = version + 1 where id = ? and version = ? and removed_at is null",
                row.name(), row.type(), row.platform(), row.deployment(), row.image(), json.text(row.tags()),
                row.disabled(), row.id(), version);
        changed(changed, row.id(), version);
        tx.change(ChangeKind.AGENT, row.id(), ChangeOp.CHANGED, version + 1);
    }

    private static void changed(int rows, String id, long version) {
        if (rows == 0) {
            throw new PenstockException(ErrorKind.CONFLICT, "agents.version", "agent " + id
                    + " was changed meanwhile: it is not at version " + version + " any more");
        }
    }

    /** Removes one, for good: the row stays, so that nobody comes back with its id or enrolment. */
    public static void remove(Tx tx, String id, long version) {
        changed(tx.update("update agents set removed_at = ?, version = version + 1 where id = ? and version = ? "
                + "and removed_at is null", tx.now(), id, version), id, version);
        tx.change(ChangeKind.AGENT, id, ChangeOp.DELETED, version + 1);
    }

    /** Binds an entry to the agent that came for it, and notes what that says of itself. */
    public static void bind(Tx tx, Json json, String id, String enrolmentId, Optional<String> publicKey, HostReport host,
                            SoftwareReport software) {
        tx.update("update agents set enrolment_id = ?, public_key = coalesce(?, public_key), host = ?, software = ? "
                + "where id = ?", enrolmentId, publicKey, json.text(host), json.text(software), id);
        tx.change(ChangeKind.AGENT, id, ChangeOp.CHANGED, 0);
    }

    /** Notes what an agent says of itself. */
    static void report(Tx tx, Json json, String id, HostReport host, SoftwareReport software, PolicyReport policy) {
        tx.update("update agents set host = ?, software = ?, local_policy = ? where id = ?", json.text(host),
                json.text(software), json.text(policy), id);
        tx.change(ChangeKind.AGENT, id, ChangeOp.CHANGED, 0);
    }

    /** Sets a flag: {@code approved} or {@code draining}. */
    static void flag(Tx tx, String id, String column, boolean value) {
        tx.update("update agents set " + column + " = ?, version = version + 1 where id = ?", value, id);
        tx.change(ChangeKind.AGENT, id, ChangeOp.CHANGED, 0);
    }

    /** What the agents are to run has changed. */
    public static void nextGeneration(Tx tx, Collection<String> ids) {
        List<Object[]> values = new ArrayList<>();
        ids.forEach(id -> values.add(new Object[] {id}));
        tx.batch("update agents set generation = generation + 1 where id = ?", values);
        ids.forEach(id -> tx.change(ChangeKind.PLACEMENT, id, ChangeOp.CHANGED, 0));
    }

    /** A new entry that nobody has come for yet. */
    public static AgentRow fresh(String id, String name, Instant at, String by) {
        return new AgentRow(id, name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                java.util.Collections.emptySortedMap(), Optional.empty(), Optional.empty(), Optional.empty(), true, false,
                false, 0, Optional.empty(), Optional.empty(), Optional.empty(), at, by, Optional.empty(), 1);
    }
}
