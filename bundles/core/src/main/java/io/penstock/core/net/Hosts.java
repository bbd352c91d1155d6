package io.penstock.core.net;

import io.penstock.core.options.OptionProblem;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Judges hosts by their text alone; looks nothing up. */
public final class Hosts {
    private Hosts() {
    }

    /** Whether it surely is this machine: {@code localhost}, {@code 127.x.y.z} or {@code ::1}, with or without brackets. */
    public static boolean isLoopback(String host) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return plain.equalsIgnoreCase("localhost") || plain.equals("::1")
                || plain.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /**
     * Whether a request was meant for a port of ours. A web page may let its own name resolve to 127.0.0.1 and so reach
     * what listens there; its requests then carry that name. Ports that other machines reach have names nobody knows here.
     *
     * @param header the request's {@code Host}; empty when there was none, as from HTTP/1.0, which no browser speaks
     * @param bound where the port listens
     */
    public static boolean isMeant(Optional<String> header, InetAddress bound) {
        if (header.isEmpty() || !bound.isLoopbackAddress()) {
            return true;
        }
        String host = header.get();
        int port = host.lastIndexOf(':');
        return isLoopback(port > host.lastIndexOf(']') ? host.substring(0, port) : host);
    }

    /**
     * The house rule for plug-ins' checks: what leaves the machine is encrypted, unless somebody says {@code plaintext}.
     *
     * @param key the option that holds the host, for the problem's path
     * @return empty, or one problem ({@code net.plaintext})
     */
    public static List<OptionProblem> plaintextProblem(String key, String host, boolean encrypted, boolean plaintext) {
        return encrypted || plaintext || isLoopback(host) ? List.of() : List.of(new OptionProblem(List.of(key),
                "net.plaintext", "\"" + host + "\" is beyond this machine: give tls, or write plaintext: true"
                        + " to send everything readable for anybody on the way"));
    }
}
