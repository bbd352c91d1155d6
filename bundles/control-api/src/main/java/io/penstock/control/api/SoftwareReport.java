package io.penstock.control.api;

/**
 * What an agent runs, as it says.
 *
 * @param version Penstock's version
 * @param distribution which of the distributions
 * @param java the JVM's version
 */
public record SoftwareReport(String version, String distribution, String java) {
    public SoftwareReport {
        TextRule.SOFTWARE_VERSION.checked(version, "version");
        Given.text(distribution, "distribution", 1, 32);
        Given.text(java, "java", 1, 64);
    }
}
