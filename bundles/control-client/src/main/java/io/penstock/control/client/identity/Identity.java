package io.penstock.control.client.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Who this agent is, as it is kept. Immutable.
 *
 * @param enrollmentId made once
 * @param seed of the agent's own Ed25519 key, base64
 * @param publicKey its other half, base64 of the raw 32 bytes
 * @param machineId of the machine it was made on
 * @param agentId as the server knows it; empty before it has enrolled
 * @param name as the server knows it
 * @param storeId whose agent it is
 * @param removed that the server has taken it away: it never enrols again by itself
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Identity(String enrollmentId, Secret seed, String publicKey, Optional<String> machineId,
                       Optional<String> agentId, Optional<String> name, Optional<String> storeId, boolean removed) {
    private static final int KEY_BYTES = 32;

    /** A new one, with a key pair of its own. */
    public static Identity make(Identifiers ids, Optional<String> machineId) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length);
            return new Identity(ids.next(), Secret.of(Base64.getEncoder().encodeToString(seed)),
                    Base64.getEncoder().encodeToString(raw), machineId, Optional.empty(), Optional.empty(), Optional.empty(),
                    false);
        } catch (GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.BUG, "control.identity", "this JDK has no Ed25519", e);
        }
    }

    /** As the server knows it from now on. */
    public Identity enrolled(String id, String called, String store) {
        return new Identity(enrollmentId, seed, publicKey, machineId, Optional.of(id), Optional.of(called),
                Optional.of(store), false);
    }

    /** Taken away by the server. */
    public Identity takenAway() {
        return new Identity(enrollmentId, seed, publicKey, machineId, agentId, name, storeId, true);
    }
}
