package io.penstock.control.api;

/**
 * What runs.
 *
 * @param revision of the pipe
 * @param spec hash of the manifest's entry
 */
public record RunningSpec(int revision, String spec) {
    public RunningSpec {
        Given.within(revision, "revision", 1, Integer.MAX_VALUE);
        TextRule.SHA256.checked(spec, "spec");
    }
}
