package io.penstock.control.api;

/**
 * How a part is.
 *
 * @param state such as {@code up}
 * @param reason empty when all is well
 */
public record HealthPart(String state, String reason) {
    public HealthPart {
        Given.text(state, "state", 1, 32);
        Given.text(reason, "reason", 0, 1_000);
    }
}
