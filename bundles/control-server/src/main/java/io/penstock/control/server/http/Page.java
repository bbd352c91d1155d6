package io.penstock.control.server.http;

import java.util.Optional;

/**
 * Which part of a list.
 *
 * @param limit 1 to {@value #MAX}
 * @param after {@code next} of the page before, as it was given
 */
public record Page(int limit, Optional<String> after) {
    /** The most. */
    public static final int MAX = 1000;
    /** Where nothing is said. */
    public static final int USUAL = 100;
}
