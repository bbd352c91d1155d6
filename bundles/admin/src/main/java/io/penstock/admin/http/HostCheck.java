package io.penstock.admin.http;

import java.net.InetAddress;
import java.util.Set;

/**
 * Whether a request meant this server. A web page may resolve its own name to 127.0.0.1 and read what is served there;
 * its requests then carry that name as their host.
 */
final class HostCheck {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private HostCheck() {
    }

    /** @param host the Host header; null when there was none, as from HTTP/1.0 clients, which no browser is */
    static boolean accepts(String host, InetAddress bound) {
        if (host == null || !bound.isLoopbackAddress()) {
            return true;
        }
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return LOOPBACK.contains(name.toLowerCase(java.util.Locale.ROOT)) || name.equals(bound.getHostAddress());
    }
}
