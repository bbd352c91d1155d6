package io.penstock.control.server.access;

import io.penstock.control.api.Json;
import io.penstock.control.api.KeysBody;
import io.penstock.control.api.ServerKey;
import io.penstock.control.api.Signed;
import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.value.Secret;
import io.penstock.tunnel.wire.api.SigningKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Signs what agents are told, with keys all servers share. A ring of keys is vouched for by the newest key of the ring an
 * agent has, so that one who slept over several changes catches up. Thread-safe.
 */
public final class Signer implements AutoCloseable {
    private static final String SEALED = "signing-keys";
    private static final int MAX_KEYS = 8;

    /**
     * As it is sealed.
     *
     * @param number of rings so far
     * @param seeds of the keys, the newest last
     */
    private record Ring(long number, List<String> seeds) {
    }

    /** The ring with its keys made. */
    private record Keys(long number, List<SigningKey> keys) {
        SigningKey newest() {
            return keys.get(keys.size() - 1);
        }
    }

    private final Store store;
    private final SecureRandom random;
    private final Json json = new Json();
    private final AutoCloseable watch;
    private volatile Keys keys;

    private Signer(Store store, SecureRandom random) {
        this.store = store;
        this.random = random;
        this.keys = read(store.sealed().openOrMake(SEALED, () -> json.bytes(new Ring(1, List.of(seed())))));
        this.watch = store.changes().watch(this::follow);
    }

    /** Reads the keys, or makes the first. */
    static Signer open(Store store, SecureRandom random) {
        return new Signer(store, random);
    }

    private String seed() {
        return SigningKey.generate(random).text().reveal();
    }

    private Keys read(byte[] sealed) {
        Ring ring = json.readTolerant(sealed, Ring.class);
        return new Keys(ring.number(), ring.seeds().stream().map(seed -> SigningKey.of(Secret.of(seed))).toList());
    }

    /** Signs a body as what {@code type} says. */
    public Signed sign(String type, String body) {
        return sign(keys.newest(), type, body);
    }

    private static Signed sign(SigningKey key, String type, String body) {
        byte[] signature = key.sign(Signed.signedBytes(type, body));
        return new Signed(body, publicKey(key).kid(), Base64.getEncoder().encodeToString(signature));
    }

    private static ServerKey publicKey(SigningKey key) {
        return ServerKey.of(Base64.getDecoder().decode(key.verifying().text()));
    }

    /** All that are valid, the newest last. */
    public List<ServerKey> keys() {
        return keys.keys().stream().map(Signer::publicKey).toList();
    }

    /** Which ring it is. */
    public long number() {
        return keys.number();
    }

    /**
     * The ring for an agent.
     *
     * @param known hash of the ring's body it has; empty when it has only what enrolling told it
     * @return empty when it has this one
     */
    public Optional<Signed> ring(Optional<String> known) {
        Keys now = keys;
        String body = body(now.number(), now.keys());
        if (known.equals(Optional.of(Signed.hash(body)))) {
            return Optional.empty();
        }
        return Optional.of(sign(vouching(now, known), KeysBody.TYPE, body));
    }

    /** Earlier rings held the same keys but the newest ones; one that is no more known is answered with the oldest key. */
    private SigningKey vouching(Keys now, Optional<String> known) {
        if (known.isEmpty()) {
            return now.newest();
        }
        for (int fewer = 1; fewer < now.keys().size(); fewer++) {
            List<SigningKey> earlier = now.keys().subList(0, now.keys().size() - fewer);
            if (Signed.hash(body(now.number() - fewer, earlier)).equals(known.get())) {
                return earlier.get(earlier.size() - 1);
            }
        }
        return now.keys().get(0);
    }

    private String body(long number, List<SigningKey> ring) {
        return json.text(new KeysBody(KeysBody.TYPE, store.id(), number, ring.stream().map(Signer::publicKey).toList()));
    }

    /** Begins to sign with a new key at the commit; the oldest of more than eight goes. */
    public void rotate(Tx tx) {
        Ring old = json.readTolerant(store.sealed().open(tx, SEALED).orElseThrow(), Ring.class);
        List<String> seeds = new ArrayList<>(old.seeds());
        seeds.add(seed());
        List<String> kept = seeds.subList(Math.max(0, seeds.size() - MAX_KEYS), seeds.size());
        byte[] fresh = json.bytes(new Ring(old.number() + 1, kept));
        store.sealed().put(tx, SEALED, fresh);
        tx.change(ChangeKind.SERVER, SEALED, ChangeOp.CHANGED, old.number() + 1);
        tx.onCommit(() -> take(read(fresh)));
    }

    private synchronized void take(Keys fresh) {
        if (fresh.number() > keys.number()) {
            keys = fresh;
        }
    }

    private void follow(List<Change> changes) {
        boolean others = changes.stream().anyMatch(change -> change.kind() == ChangeKind.SERVER
                && change.id().equals(SEALED) && change.version() > keys.number());
        if (others) {
            store.read(rows -> store.sealed().open(rows, SEALED)).thenAccept(sealed -> sealed.map(this::read)
                    .ifPresent(this::take));
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
