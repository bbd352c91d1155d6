package io.penstock.control.server.pipe;

import io.penstock.control.api.Artifact;
import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.Json;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.OnFailure;
import io.penstock.control.api.Signed;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one agent runs of one pipe; the same for all agents of whom the same is wanted. Immutable.
 *
 * @param artifact SHA-256 of the text
 * @param size bytes of the text
 * @param params only those the pipe declares
 */
public record Spec(String pipeId, String name, int revision, Desired desired, String artifact, int size,
                   SortedMap<String, Object> params, HealthRule health, OnFailure onFailure) {
    private static final String ANY_HASH = "0".repeat(64);

    /** As it is kept, and what its hash is made from: the manifest's entry without {@code spec} and {@code rollout}. */
    public String body(Json json) {
        return json.text(new Kept(pipeId, name, revision, desired, new Artifact(artifact, size), params, health, onFailure));
    }

    /** Reads {@link #body} again. */
    public static Spec of(Json json, String body) {
        Kept kept = json.readTolerant(body, Kept.class);
        return new Spec(kept.pipeId, kept.name, kept.revision, kept.desired, kept.artifact.sha256(), kept.artifact.size(),
                kept.params, kept.health, kept.onFailure);
    }

    /** Names a spec: lower hexadecimal SHA-256. */
    public static String hash(String body) {
        return Signed.hash(body);
    }

    /** The manifest's entry. */
    public ManifestPipe entry(String hash, Optional<String> rollout) {
        return new ManifestPipe(hash, pipeId, name, revision, desired, new Artifact(artifact, size), params, health,
                onFailure, rollout);
    }

    record Kept(String pipeId, String name, int revision, Desired desired, Artifact artifact,
                        SortedMap<String, Object> params, HealthRule health, OnFailure onFailure) {
        Kept {
            // the checks and the copying are those of the manifest's entry
            params = new ManifestPipe(ANY_HASH, pipeId, name, revision, desired, artifact, params, health, onFailure,
                    Optional.empty()).params();
        }
    }
}
