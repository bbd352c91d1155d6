package io.penstock.admin.console;

import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the console listens. Loopback only: it speaks plain HTTP, and whoever is in can do everything.
 *
 * @param host as an address, never a name
 */
record ConsoleAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /**
     * Empty for {@code none}.
     *
     * @throws PenstockException INVALID ({@code admin-console.address})
     */
    static Optional<ConsoleAddress> parse(String text) {
        if (text.isBlank() || text.equals("none")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw invalid(text, "expected HOST:PORT, like 127.0.0.1:8090, or none");
        }
        return Optional.of(new ConsoleAddress(loopback(host, text), Integer.parseInt(port)));
    }

    private static String loopback(String host, String text) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isLoopbackAddress()) {
                return address.getHostAddress();
            }
        } catch (UnknownHostException e) {
            throw invalid(text, "but there is no host \"" + host + "\"");
        }
        throw invalid(text, "which other machines can reach; the console stays on this machine: use 127.0.0.1, and an SSH "
                + "tunnel from afar");
    }

    private static PenstockException invalid(String text, String why) {
        return PenstockException.invalid("admin-console.address", "address is \"" + text + "\"; " + why);
    }
}
