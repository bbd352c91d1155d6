package io.penstock.control.api;

/**
 * When an attempt counts as good.
 *
 * @param graceSeconds how long it must stay well
 * @param withinSeconds how long it may take to run
 */
public record HealthRule(int graceSeconds, int withinSeconds) {
    public HealthRule {
        Given.within(graceSeconds, "graceSeconds", 0, 600);
        Given.within(withinSeconds, "withinSeconds", 1, 3_600);
    }
}
