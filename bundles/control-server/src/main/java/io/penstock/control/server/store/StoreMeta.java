package io.penstock.control.server.store;

import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletionException;

/**
 * What a store says of itself.
 *
 * @param newest the number of the last change
 */
record StoreMeta(String storeId, long epoch, long newest) {
    private static final String STORE_ID = "store-id";
    private static final String EPOCH = "epoch";
    private static final String CHECK = "master-check";

    /** Writes it into an empty store; refuses a key that is not the store's. */
    static StoreMeta prepare(Writer writer, MasterKey key, String where, Ids ids) {
        try {
            return writer.write(tx -> prepare(tx, key, where, ids)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PenstockException known ? known : e;
        }
    }

    private static StoreMeta prepare(Tx tx, MasterKey key, String where, Ids ids) {
        tx.update("insert into change_head (one, seq, audit_seq, audit_hash) values (1, 0, 0, ?) on conflict do nothing",
                (Object) AuditChain.START);
        keep(tx, STORE_ID, ids.next());
        keep(tx, EPOCH, "1");
        keep(tx, "created", tx.now().toString());
        String storeId = value(tx, STORE_ID);
        String check = check(key, storeId);
        keep(tx, CHECK, check);
        if (!MessageDigest.isEqual(check.getBytes(StandardCharsets.US_ASCII),
                value(tx, CHECK).getBytes(StandardCharsets.US_ASCII))) {
            throw PenstockException.invalid("store.master-key", key.source() + " is not the master key that the database "
                    + where + " was made with; servers that share a database share its key: expected the "
                    + MasterKey.FILE + " of the server that made it, or the same setting master-key");
        }
        long newest = tx.one("select seq from change_head where one = 1", row -> row.number("seq")).orElseThrow();
        return new StoreMeta(storeId, Long.parseLong(value(tx, EPOCH)), newest);
    }

    private static void keep(Tx tx, String name, String value) {
        tx.update("insert into meta (name, value) values (?, ?) on conflict do nothing", name, value);
    }

    private static String value(Rows rows, String name) {
        return rows.one("select value from meta where name = ?", row -> row.text("value"), name).orElseThrow();
    }

    static String check(MasterKey key, String storeId) {
        return Base64.getEncoder().encodeToString(
                MasterKey.hmac(key.derive(MasterKey.CHECK), storeId.getBytes(StandardCharsets.US_ASCII)));
    }
}
