package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.TokenText;
import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * All credentials of machines and sessions, in memory: a secret of 256 bits needs no slow hash, and nobody waits for the
 * store. What other servers make or revoke arrives with the change feed. Thread-safe.
 */
public final class CredentialIndex implements AutoCloseable {
    /** Compared with where there is no such credential: that must not be told by the time it takes. */
    private static final byte[] NONE = new byte[32];

    private final Store store;
    private final byte[] pepper;
    private final Clock clock;
    private final Token tokens;
    private final Map<String, CredentialTable.Hashed> byId = new ConcurrentHashMap<>();
    /** Those that die when another is used first, by that one. */
    private final Map<String, List<String>> predecessors = new ConcurrentHashMap<>();
    private final Uses uses;
    private final AutoCloseable watch;

    private CredentialIndex(Store store, byte[] pepper, Clock clock, RandomGenerator random) {
        this.store = store;
        this.pepper = pepper;
        this.clock = clock;
        this.tokens = new Token(random);
        this.uses = new Uses(store);
        this.watch = store.changes().watch(this::follow);
    }

    /** Reads all there are. */
    static CredentialIndex open(Store store, MasterKey key, Clock clock, RandomGenerator random) {
        CredentialIndex index = new CredentialIndex(store, key.derive(MasterKey.PEPPER), clock, random);
        store.read(CredentialTable::all).join().forEach(index::put);
        return index;
    }

    /**
     * Makes one; it counts from the commit on.
     *
     * @param owner an agent's, user's or account's id
     */
    public Made make(Tx tx, CredentialKind kind, String owner, String label, Optional<Instant> expires) {
        return make(tx, NewCredential.of(kind, owner, label, "server", expires));
    }

    /** As the other, with all there is to say. */
    public Made make(Tx tx, NewCredential wanted) {
        TokenText token = tokens.next(wanted.kind());
        Credential made = new Credential(token.id(), wanted.kind(), wanted.owner(), wanted.label(), wanted.role(),
                wanted.cookie(), token.last4(), tx.now(), wanted.createdBy(), wanted.expires(), Optional.empty(),
                wanted.usedFrom().map(address -> tx.now()), wanted.usedFrom(), Optional.empty(), 1);
        byte[] hash = hash(token);
        CredentialTable.insert(tx, made, hash);
        tx.onCommit(() -> put(new CredentialTable.Hashed(made, hash)));
        return new Made(token.id(), token.text(), token.last4());
    }

    /** Ends one; nothing happens when it has ended, or is unknown. */
    public void revoke(Tx tx, String id) {
        CredentialTable.one(tx, id).filter(credential -> credential.revokedAt().isEmpty())
                .ifPresent(credential -> changed(tx, CredentialTable.change(tx, id, "revoked_at = ?", tx.now())));
    }

    /** Ends all of an owner, but for one that may be named. */
    public void revokeAll(Tx tx, CredentialKind kind, String owner, Optional<String> except) {
        CredentialTable.live(tx, kind, owner).stream().filter(credential -> !except.equals(Optional.of(credential.id())))
                .forEach(credential -> revoke(tx, credential.id()));
    }

    /** Lets all others of an owner end with the first use of a new one. */
    public void supersede(Tx tx, CredentialKind kind, String owner, String successor) {
        CredentialTable.live(tx, kind, owner).stream().filter(credential -> !credential.id().equals(successor))
                .forEach(credential -> changed(tx, CredentialTable.change(tx, credential.id(), "successor = ?", successor)));
    }

    /** Gives one another time to end; empty: none. */
    public void expire(Tx tx, String id, Optional<Instant> at) {
        changed(tx, CredentialTable.change(tx, id, "expires_at = ?", at));
    }

    private void changed(Tx tx, CredentialTable.Hashed credential) {
        tx.onCommit(() -> put(credential));
    }

    /**
     * Finds out whose a token is; from memory, in constant time.
     *
     * @return empty when it is no token, or its secret is wrong; whether it counts is in its state
     */
    public Optional<Presented> verify(String text) {
        return TokenText.parse(text).flatMap(this::verify);
    }

    private Optional<Presented> verify(TokenText token) {
        CredentialTable.Hashed known = byId.get(token.id());
        boolean same = MessageDigest.isEqual(hash(token), known == null ? NONE : known.hash());
        if (known == null || !same || known.credential().kind() != token.kind()) {
            return Optional.empty();
        }
        Credential found = known.credential();
        Presented presented = new Presented(found.id(), found.kind(), found.owner(), found.role(), found.cookie(),
                found.expiresAt(), found.state(clock.now()));
        if (presented.valid()) {
            endPredecessors(found.id());
        }
        return Optional.of(presented);
    }

    /** Notes a use; written down now and then. */
    void used(Presented presented, InetAddress from) {
        uses.note(presented, clock.now(), from.getHostAddress());
    }

    /** When it was used last, by what is known here. */
    Optional<Instant> usedAt(String id) {
        Optional<Instant> kept = Optional.ofNullable(byId.get(id)).flatMap(known -> known.credential().usedAt());
        return uses.lastOf(id).or(() -> kept);
    }

    /** Reads when it was used last, on whichever server; {@link #usedAt} knows then. */
    CompletableFuture<?> usedElsewhere(String id) {
        return store.read(rows -> CredentialTable.hashed(rows, id)).thenAccept(found -> found.ifPresent(row -> {
            put(row);
            uses.forgetOlder(id, row.credential().usedAt());
        }));
    }

    /** When it ends, if it does. */
    Optional<Instant> expiresAt(String id) {
        return Optional.ofNullable(byId.get(id)).flatMap(known -> known.credential().expiresAt());
    }

    /** Writes uses down, and takes away what has not counted for long; once a minute. */
    void tidy() {
        uses.write();
    }

    private void endPredecessors(String id) {
        List<String> ended = predecessors.remove(id);
        if (ended != null) {
            Instant now = clock.now();
            ended.forEach(old -> byId.computeIfPresent(old, (key, known) -> ended(known, now)));
            store.write(tx -> {
                ended.forEach(old -> revoke(tx, old));
                return null;
            });
        }
    }

    private static CredentialTable.Hashed ended(CredentialTable.Hashed known, Instant now) {
        Credential c = known.credential();
        return new CredentialTable.Hashed(new Credential(c.id(), c.kind(), c.owner(), c.label(), c.role(), c.cookie(), c.last4(),
                c.createdAt(), c.createdBy(), c.expiresAt(), Optional.of(now), c.usedAt(), c.usedFrom(), c.successor(),
                c.version()), known.hash());
    }

    private byte[] hash(TokenText token) {
        return MasterKey.hmac(pepper, (token.kind().text() + token.id() + token.secret().reveal())
                .getBytes(StandardCharsets.US_ASCII));
    }

    private void put(CredentialTable.Hashed fresh) {
        Credential credential = fresh.credential();
        byId.merge(credential.id(), fresh, (old, now) ->
                old.credential().version() > now.credential().version() ? old : now);
        if (credential.revokedAt().isEmpty()) {
            credential.successor().ifPresent(successor -> predecessors.merge(successor, List.of(credential.id()),
                    CredentialIndex::both));
        }
    }

    private static List<String> both(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        more.stream().filter(each -> !some.contains(each)).forEach(all::add);
        return List.copyOf(all);
    }

    private void follow(List<Change> changes) {
        List<String> unknown = new ArrayList<>();
        for (Change change : changes) {
            if (change.kind() == ChangeKind.CREDENTIAL) {
                CredentialTable.Hashed known = byId.get(change.id());
                if (change.op() == ChangeOp.DELETED) {
                    byId.remove(change.id());
                    predecessors.remove(change.id());
                    uses.forget(change.id());
                } else if (known == null || known.credential().version() < change.version()) {
                    unknown.add(change.id());
                }
            }
        }
        if (!unknown.isEmpty()) {
            store.read(rows -> unknown.stream().distinct().flatMap(id -> CredentialTable.hashed(rows, id).stream()).toList())
                    .thenAccept(rows -> rows.forEach(this::put));
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
        uses.write();
    }
}
