package io.penstock.control.api;

/**
 * A bundle to install.
 *
 * @param name its symbolic name
 * @param version its version
 * @param sha256 of the jar
 * @param size bytes of the jar
 * @param signature over the jar
 */
public record ManifestBundle(String name, String version, String sha256, int size, String signature) {
    public ManifestBundle {
        Given.text(name, "name", 1, 200);
        TextRule.SOFTWARE_VERSION.checked(version, "version");
        TextRule.SHA256.checked(sha256, "sha256");
        Given.within(size, "size", 0, 268_435_456);
        TextRule.SIGNATURE.checked(signature, "signature");
    }
}
