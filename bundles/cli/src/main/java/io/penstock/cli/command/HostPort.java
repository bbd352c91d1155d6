package io.penstock.cli.command;

import io.penstock.core.error.PenstockException;

/** Addresses as people type them. */
final class HostPort {
    private static final int MAX_PORT = 65_535;

    private HostPort() {
    }

    /** The text, if it is a host and a port. */
    static String checked(String flag, String written) {
        if (!written.matches("(\\[[0-9A-Fa-f:.%]+]|[^\\s:\\[\\]]+):\\d{1,5}")
                || Integer.parseInt(written.substring(written.lastIndexOf(':') + 1)) > MAX_PORT) {
            throw PenstockException.invalid("cli.address", "expected " + flag + " HOST:PORT (an IPv6 address in brackets:"
                    + " [::1]:50051), but found \"" + written + "\"");
        }
        return written;
    }

    /** The host of a checked one, without brackets. */
    static String host(String checked) {
        String host = checked.substring(0, checked.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
