package io.penstock.admin.http;

import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Where to watch from, as written in {@code address}: {@code host:port}, {@code [v6]:port}, or {@code none}. */
final class WatchAddress {
    private static final int MAX_PORT = 65_535;

    private WatchAddress() {
    }

    /**
     * Empty for {@code none}. Port 0 lets the system choose.
     *
     * @throws PenstockException INVALID ({@code admin.address})
     */
    static Optional<InetSocketAddress> parse(String text) {
        if (text.isBlank() || text.equals("none")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = text.substring(colon + 1);
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw PenstockException.invalid("admin.address",
                    "address is \"" + text + "\"; expected HOST:PORT, like 127.0.0.1:9600, or none");
        }
        return Optional.of(new InetSocketAddress(resolve(host, text), Integer.parseInt(port)));
    }

    private static InetAddress resolve(String host, String text) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw PenstockException.invalid("admin.address",
                    "address is \"" + text + "\", but there is no host \"" + host + "\"");
        }
    }
}
