package io.penstock.control.client.identity;

import io.penstock.control.api.Json;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The identity and the credential on disk. Of two credentials, the candidate the server has offered is used until it is
 * refused; its first success makes it the credential. One thread writes; any reads.
 */
public final class IdentityFiles {
    private static final String IDENTITY = "identity.json";
    private static final String CREDENTIAL = "credential";
    private static final String CANDIDATE = "credential.next";

    private final AgentFolder folder;
    private final Json json;
    private volatile Identity identity;
    private volatile Optional<Secret> credential;
    private volatile Optional<Secret> candidate;

    /**
     * Reads what there is, or makes an identity and keeps it.
     *
     * @throws PenstockException CORRUPT ({@code control.identity}): the file is none; it is not replaced in silence
     */
    public IdentityFiles(AgentFolder folder, Json json, Supplier<Identity> make) {
        this.folder = folder;
        this.json = json;
        this.identity = folder.read(IDENTITY).map(this::parsed).orElseGet(() -> made(make.get()));
        this.credential = token(CREDENTIAL);
        this.candidate = token(CANDIDATE);
    }

    private Identity parsed(byte[] content) {
        try {
            return json.readTolerant(content, Identity.class);
        } catch (PenstockException e) {
            throw new PenstockException(ErrorKind.CORRUPT, "control.identity", folder.path().resolve(IDENTITY)
                    + " cannot be read; put a backup in its place, or delete it to enrol this agent anew", e);
        }
    }

    private Identity made(Identity fresh) {
        keep(fresh);
        return fresh;
    }

    private Optional<Secret> token(String name) {
        return folder.read(name).map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
                .filter(text -> !text.isEmpty()).map(Secret::of);
    }

    /** Who this agent is. */
    public Identity identity() {
        return identity;
    }

    /** Keeps another state of it. */
    public void keep(Identity next) {
        folder.write(IDENTITY, json.bytes(next));
        identity = next;
    }

    /** What to show the server; empty before the agent has enrolled. */
    public Optional<Secret> token() {
        return candidate.or(() -> credential);
    }

    /** A credential from an enrolment, in place of all others. */
    public void credential(Secret token) {
        folder.write(CREDENTIAL, bytes(token));
        credential = Optional.of(token);
        dropCandidate();
    }

    /** One to try from the next request on. */
    public void candidate(Secret token) {
        folder.write(CANDIDATE, bytes(token));
        candidate = Optional.of(token);
    }

    /** A request with this token went well: when it was the candidate, that is the credential now. */
    public void worked(Secret token) {
        if (candidate.filter(token::equals).isPresent()) {
            folder.rename(CANDIDATE, CREDENTIAL);
            credential = candidate;
            candidate = Optional.empty();
        }
    }

    /** The server does not know this token; true when another one is left to try. */
    public boolean unknown(Secret token) {
        if (candidate.filter(token::equals).isPresent()) {
            dropCandidate();
            return credential.isPresent();
        }
        return candidate.isPresent();
    }

    private void dropCandidate() {
        folder.delete(CANDIDATE);
        candidate = Optional.empty();
    }

    /** Forgets all credentials. */
    public void wipe() {
        folder.delete(CREDENTIAL);
        credential = Optional.empty();
        dropCandidate();
    }

    private static byte[] bytes(Secret token) {
        return token.reveal().getBytes(StandardCharsets.US_ASCII);
    }
}
