package io.penstock.control.api;

/**
 * A pipe's text, to be fetched by its hash.
 *
 * @param sha256 lower hexadecimal
 * @param size bytes
 */
public record Artifact(String sha256, int size) {
    public Artifact {
        TextRule.SHA256.checked(sha256, "sha256");
        Given.within(size, "size", 0, 1_048_576);
    }
}
