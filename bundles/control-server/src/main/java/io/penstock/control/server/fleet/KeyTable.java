package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** API keys: credentials and the table {@code key_agents}. */
final class KeyTable {
    private static final String COLUMNS = "id, label, last4, created_at, created_by, expires_at, revoked_at, used_at, used_from, "
            + "successor, version";

    private KeyTable() {
    }

    /** A key, without its secret; as in the API. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Key(String id, String label, List<String> agents, String last4, Instant createdAt, String createdBy,
               Optional<Instant> expiresAt, Optional<Instant> revokedAt, Optional<Instant> usedAt, Optional<String> usedFrom,
               Optional<String> successor, long version) {
    }

    static List<Key> all(Rows rows) {
        return rows.list("select " + COLUMNS + " from credentials where kind = 'ak' order by label, id",
                row -> read(rows, row));
    }

    static Key known(Rows rows, String id) {
        return rows.one("select " + COLUMNS + " from credentials where kind = 'ak' and id = ?", row -> read(rows, row), id)
                .orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "keys.unknown", "there is no key " + id));
    }

    private static Key read(Rows rows, Row row) {
        return new Key(row.text("id"), row.text("label"), new ArrayList<>(), row.text("last4"), row.time("created_at"),
                row.text("created_by"), row.mayTime("expires_at"), row.mayTime("revoked_at"), row.mayTime("used_at"),
                row.mayText("used_from"), row.mayText("successor"), row.number("version"));
    }

    /** With the agents a key is for. */
    static Key full(Rows rows, Key key) {
        key.agents().clear();
        key.agents().addAll(rows.list("select agent_id from key_agents where key_id = ? order by agent_id",
                row -> row.text("agent_id"), key.id()));
        return key;
    }

    static void agents(Tx tx, String keyId, Collection<String> agents) {
        tx.update("delete from key_agents where key_id = ?", keyId);
        List<Object[]> values = new ArrayList<>();
        agents.stream().distinct().forEach(agent -> values.add(new Object[] {keyId, agent}));
        tx.batch("insert into key_agents (key_id, agent_id) values (?, ?)", values);
    }

    static void change(Tx tx, String id, String assignment, Object value, long version) {
        if (tx.update("update credentials set " + assignment + ", version = version + 1 where id = ? and version = ?", value, id,
                version) == 0) {
            throw stale(id, version);
        }
        tx.change(ChangeKind.KEY, id, ChangeOp.CHANGED, version + 1);
        tx.change(ChangeKind.CREDENTIAL, id, ChangeOp.CHANGED, version + 1);
    }

    static PenstockException stale(String id, long version) {
        return new PenstockException(ErrorKind.CONFLICT, "keys.version", "the key " + id + " was changed meanwhile: it is not at "
                + "version " + version + " any more");
    }

    /** The credential an agent uses, or will. */
    static Optional<AgentAnswer.CredentialUse> newest(Rows rows, String agentId) {
        return rows.one("select id, last4, expires_at, used_at from credentials where kind = 'ag' and owner = ? "
                        + "and revoked_at is null order by created_at desc, id desc limit 1",
                row -> new AgentAnswer.CredentialUse(row.text("id"), row.text("last4"), row.mayTime("expires_at"),
                        row.mayTime("used_at")), agentId);
    }
}
