package io.penstock.tunnel.policy;

import io.penstock.core.error.PenstockException;

/** A host and a port to be dialled. Immutable. */
public record TargetAddress(HostName host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads {@code HOST:PORT}, an IPv6 address in brackets; anything else is INVALID ({@code tunnel.address}). */
    public static TargetAddress parse(String written) {
        String text = written.trim();
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        int port = port(text.substring(colon + 1));
        if (host.isEmpty() || port == 0 || host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw PenstockException.invalid("tunnel.address", "expected HOST:PORT, an IPv6 address in brackets, such as"
                    + " \"db.internal:5432\" or \"[fd00::1]:5432\", but found \"" + written + "\"");
        }
        return new TargetAddress(HostName.parse(host), port);
    }

    /** The port a text says, or 0 where it says none. */
    static int port(String digits) {
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        return port <= MAX_PORT ? port : 0;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
