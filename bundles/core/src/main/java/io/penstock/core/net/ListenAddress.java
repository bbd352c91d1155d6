package io.penstock.core.net;

import io.penstock.core.error.PenstockException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where to listen. Immutable.
 *
 * @param host without brackets; not looked up
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}; looks nothing up.
     *
     * @param code of the error, such as {@code relay.address}
     * @param example of what may be written, in quotes, for the error's message
     * @throws PenstockException INVALID ({@code code}) when it is anything else
     */
    public static ListenAddress parse(String text, String code, String example) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String plain = bracketed ? host.substring(1, host.length() - 1) : host;
        int port = port(text.substring(colon + 1));
        if (plain.isBlank() || port < 0 || !bracketed && plain.indexOf(':') >= 0) {
            throw PenstockException.invalid(code, "expected ADDRESS:PORT, such as " + example + ", but found \"" + text + "\"");
        }
        return new ListenAddress(plain, port);
    }

    /** An address a socket has, which is resolved; every IPv6 address of the machine together is {@code ::}. */
    public static ListenAddress of(InetSocketAddress socket) {
        InetAddress host = socket.getAddress();
        boolean any = host.isAnyLocalAddress() && host instanceof Inet6Address;
        return new ListenAddress(any ? "::" : host.getHostAddress(), socket.getPort());
    }

    private static int port(String digits) {
        if (!digits.matches("\\d{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        return port > MAX_PORT ? -1 : port;
    }

    /** Looked up: may block for names; unresolved when there is no such host. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    /** As it is written, IPv6 in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
