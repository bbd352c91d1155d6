package io.penstock.control.server.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import java.net.InetSocketAddress;

/**
 * Where to listen. Immutable.
 *
 * @param host without brackets; not looked up
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads {@code HOST:PORT} or {@code [IPV6]:PORT}; anything else is INVALID ({@code control-server.address}). */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String plain = bracketed ? host.substring(1, host.length() - 1) : host;
        int port = port(text.substring(colon + 1));
        if (plain.isBlank() || port < 0 || !bracketed && plain.indexOf(':') >= 0) {
            throw PenstockException.invalid("control-server.address",
                    "expected ADDRESS:PORT, such as \"[::]:9443\" or \"127.0.0.1:9443\", but found \"" + text + "\"");
        }
        return new ListenAddress(plain, port);
    }

    private static int port(String digits) {
        if (!digits.matches("\\d{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        return port > MAX_PORT ? -1 : port;
    }

    /** Looked up: may block for names. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
        return Hosts.isLoopback(host);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
