package io.penstock.relay.client.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;

/**
 * Where a server listens. Immutable.
 *
 * @param host a name or an address, an IPv6 one without brackets
 */
public record ServerAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads {@code HOST:PORT}, an IPv6 address in brackets; anything else is INVALID ({@code relay.address}). */
    public static ServerAddress parse(String text) {
        String trimmed = text.trim();
        int colon = trimmed.lastIndexOf(':');
        String host = trimmed.substring(0, Math.max(colon, 0));
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        String plain = brackets ? host.substring(1, host.length() - 1) : host;
        String digits = trimmed.substring(colon + 1);
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (plain.isBlank() || !brackets && plain.indexOf(':') >= 0 || port < 1 || port > MAX_PORT) {
            throw PenstockException.invalid("relay.address", "relay-server: expected HOST:PORT, an IPv6 address in brackets, such as "
                    + "\"relay.example.org:50051\" or \"[::1]:50051\", but found \"" + text + "\"");
        }
        return new ServerAddress(plain, port);
    }

    /** Whether it surely is this machine. */
    public boolean isLoopback() {
        return Hosts.isLoopback(host);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
