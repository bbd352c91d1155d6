package io.penstock.control.api;

/**
 * The other process that uses an agent's identity.
 *
 * @param otherHost where it runs
 * @param otherBootId its process
 */
public record ConflictWith(String otherHost, String otherBootId) {
    public ConflictWith {
        Given.text(otherHost, "otherHost", 1, 253);
        TextRule.UUID.checked(otherBootId, "otherBootId");
    }
}
