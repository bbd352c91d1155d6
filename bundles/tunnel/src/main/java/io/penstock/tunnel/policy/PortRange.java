package io.penstock.tunnel.policy;

import io.penstock.core.error.PenstockException;

/** Ports from the first to the last, both included. Immutable. */
record PortRange(int first, int last) {
    /** Reads {@code 5432} or {@code 5432-5440}; anything else is INVALID ({@code tunnel.allow}). */
    static PortRange parse(String text, String rule) {
        int dash = text.indexOf('-');
        int first = TargetAddress.port(dash < 0 ? text : text.substring(0, dash));
        int last = TargetAddress.port(text.substring(dash + 1));
        if (first == 0 || last < first) {
            throw PenstockException.invalid("tunnel.allow", "allow: expected a port or ports, such as \"5432\" or"
                    + " \"5432-5440\", at the end of \"" + rule + "\"");
        }
        return new PortRange(first, last);
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }
}
