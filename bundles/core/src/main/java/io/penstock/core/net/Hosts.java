package io.penstock.core.net;

import io.penstock.core.options.OptionProblem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges hosts by their texts and addresses alone; looks nothing up. */
public final class Hosts {
    /** Not IPv6 without brackets, which may end in digits, too. */
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[.*]|[^:\\[\\]]+):\\d{1,5}");

    private static final int IPV6_NETWORK_BYTES = 8;

    private Hosts() {
    }

    /**
     * Whose address it is, for whoever counts what comes from where: the address itself, of IPv6 the first half. Who has one
     * such address commonly has a whole network of them.
     */
    public static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
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
     * A host with its port is no host: that is said first.
     *
     * @param key the option that holds the host, for the problem's path
     * @return empty, or one problem ({@code net.plaintext}, {@code net.port-in-host})
     */
    public static List<OptionProblem> plaintextProblem(String key, String host, boolean encrypted, boolean plaintext) {
        if (HOST_AND_PORT.matcher(host).matches()) {
            int colon = host.lastIndexOf(':');
            return List.of(new OptionProblem(List.of(key), "net.port-in-host", "\"" + host + "\" holds a port, which is an"
                    + " option of its own: write " + key + ": \"" + host.substring(0, colon) + "\", port: "
                    + host.substring(colon + 1)));
        }
        return encrypted || plaintext || isLoopback(host) ? List.of() : List.of(new OptionProblem(List.of(key),
                "net.plaintext", "\"" + host + "\" is beyond this machine: give tls, or write plaintext: true"
                        + " to send everything readable for anybody on the way"));
    }
}
