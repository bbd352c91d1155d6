package io.penstock.control.client.apply;

import io.penstock.control.api.Artifact;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Utf8Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Pipes' texts by their hash: kept in a folder, fetched when they are not there. One thread. */
public final class Artifacts {
    private final AgentFolder folder;
    private final Source source;

    /** Where texts come from. */
    @FunctionalInterface
    public interface Source {
        /** The bytes; RETRY when they cannot be had now, DENIED when the server does not give them. */
        byte[] fetch(Artifact artifact) throws InterruptedException;
    }

    public Artifacts(AgentFolder folder, Source source) {
        this.folder = folder;
        this.source = source;
    }

    /**
     * A text.
     *
     * @throws PenstockException as {@link Source#fetch}, or CORRUPT {@code artifacts.hash} when it is not what was asked for
     */
    String text(Artifact artifact) throws InterruptedException {
        Optional<byte[]> kept = folder.read(artifact.sha256()).filter(bytes -> hash(bytes).equals(artifact.sha256()));
        if (kept.isPresent()) {
            return Utf8Text.decode(artifact.sha256(), kept.get());
        }
        byte[] fetched = source.fetch(artifact);
        if (!hash(fetched).equals(artifact.sha256())) {
            throw new PenstockException(ErrorKind.CORRUPT, "artifacts.hash", "the server's text has the hash " + hash(fetched)
                    + ", and " + artifact.sha256() + " was expected");
        }
        folder.write(artifact.sha256(), fetched);
        return Utf8Text.decode(artifact.sha256(), fetched);
    }

    /** Drops all others. */
    void keepOnly(Set<String> hashes) {
        folder.names().stream().filter(name -> !hashes.contains(name)).forEach(folder::delete);
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new PenstockException(ErrorKind.BUG, "artifacts.hash", "this JDK has no SHA-256", e);
        }
    }
}
