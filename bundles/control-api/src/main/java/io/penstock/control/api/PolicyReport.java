package io.penstock.control.api;

/**
 * What an agent allows its server; only the agent can change it.
 *
 * @param hash of the policy
 * @param summary in words
 */
public record PolicyReport(String hash, String summary) {
    public PolicyReport {
        TextRule.SHA256.checked(hash, "hash");
        Given.text(summary, "summary", 0, 4_000);
    }
}
