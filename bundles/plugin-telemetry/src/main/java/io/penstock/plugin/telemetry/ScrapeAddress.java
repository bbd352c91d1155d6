package io.penstock.plugin.telemetry;

import io.penstock.core.error.PenstockException;
import java.net.InetSocketAddress;

/**
 * Where to listen. Immutable.
 *
 * @param host a name or address, IPv6 without brackets
 * @param port 0 to 65535
 */
record ScrapeAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads {@code host:port}; anything else is INVALID ({@code prometheus.address}). */
    static ScrapeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (!host.isBlank() && port >= 0 && port <= MAX_PORT) {
                return new ScrapeAddress(host, port);
            }
        } catch (NumberFormatException e) {
            // Told below, with everything else it may be.
        }
        throw PenstockException.invalid("prometheus.address",
                "expected host:port, such as \"127.0.0.1:9464\", but found \"" + text + "\"");
    }

    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
