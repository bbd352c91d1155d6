package io.penstock.control.client.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.Json;
import io.penstock.control.api.KeysBody;
import io.penstock.control.api.ServerKey;
import io.penstock.control.api.Signed;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Optional;

/** The keys whose signatures this agent believes: those of its enrolment, then what one of them has signed. Thread-safe. */
public final class KeyRing {
    private static final String FILE = "signing-keys.json";

    private final AgentFolder folder;
    private final Json json;
    private volatile Kept kept;

    /**
     * As it is kept.
     *
     * @param number of the ring
     * @param hash of the signed body; empty for the keys of the enrolment
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Kept(String store, long number, Optional<String> hash, List<ServerKey> keys) {
    }

    public KeyRing(AgentFolder folder, Json json) {
        this.folder = folder;
        this.json = json;
        this.kept = folder.read(FILE).map(bytes -> json.readTolerant(bytes, Kept.class))
                .orElse(new Kept("", -1, Optional.empty(), List.of()));
    }

    /** The keys that came with the credential, through a connection whose other end was known. */
    public void enrolled(String store, List<ServerKey> keys) {
        if (!store.equals(kept.store()) || kept.keys().isEmpty()) {
            keep(new Kept(store, -1, Optional.empty(), keys));
        }
    }

    /** A new ring, vouched for by a key of the present one. */
    public void take(Signed signed) {
        KeysBody body = json.readTolerant(checked(KeysBody.TYPE, signed), KeysBody.class);
        if (!body.store().equals(kept.store()) || body.number() < kept.number()) {
            throw new PenstockException(ErrorKind.DENIED, "keys.store", "the ring of keys is another server's, or an older one");
        }
        keep(new Kept(body.store(), body.number(), Optional.of(signed.hash()), body.keys()));
    }

    private void keep(Kept next) {
        folder.write(FILE, json.bytes(next));
        kept = next;
    }

    /** The hash of the ring's signed body. */
    public Optional<String> hash() {
        return kept.hash();
    }

    /**
     * The body, when it was signed as this type.
     *
     * @throws PenstockException DENIED {@code <type>.signature}
     */
    public String checked(String type, Signed signed) {
        if (kept.keys().stream().noneMatch(key -> key.verifies(type, signed))) {
            throw new PenstockException(ErrorKind.DENIED, type + ".signature", "the " + type
                    + " is not signed by a key of this agent's server (key " + signed.kid() + ")");
        }
        return signed.body();
    }

    /** Forgets all keys. */
    public void wipe() {
        folder.delete(FILE);
        kept = new Kept("", -1, Optional.empty(), List.of());
    }
}
