package io.penstock.tunnel.policy;

import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.util.Optional;

/** One entry of the allow-list. Immutable. */
sealed interface AllowRule {
    /** The ports it is about. */
    PortRange ports();

    /** As it was written. */
    String text();

    /** A name, or every name below it. */
    record Name(String name, boolean below, PortRange ports, String text) implements AllowRule {
        boolean matches(String asked) {
            return below ? asked.endsWith("." + name) : asked.equals(name);
        }
    }

    /** Addresses. */
    record Range(AddressRange range, PortRange ports, String text) implements AllowRule {
        boolean matches(InetAddress dialled) {
            return range.contains(dialled) && GuardedRanges.names(range, dialled);
        }
    }

    /** Reads one entry; what cannot be one is INVALID ({@code tunnel.allow}). */
    static AllowRule parse(String written) {
        String rule = written.trim();
        int colon = rule.lastIndexOf(':');
        if (colon <= 0 || rule.lastIndexOf(']') > colon) {
            throw refused(written, "a port is missing");
        }
        PortRange ports = PortRange.parse(rule.substring(colon + 1), written);
        String host = rule.substring(0, colon);
        if (host.startsWith("*.")) {
            return new Name(name(host.substring(2), written), true, ports, rule);
        }
        if (host.indexOf('*') >= 0) {
            throw refused(written, "a * stands only in front, as in \"*.db.internal\"; for every address write"
                    + " \"0.0.0.0/0\" or \"[::]/0\"");
        }
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw refused(written, "an IPv6 address stands in brackets");
        }
        int slash = host.indexOf('/');
        return slash >= 0 ? range(unbracketed(host), ports, written) : exact(host, ports, written);
    }

    private static AllowRule exact(String host, PortRange ports, String written) {
        HostName parsed = host(host, written);
        return parsed.address().<AllowRule>map(one -> new Range(new AddressRange(one, AddressRange.most(one)), ports, written))
                .orElseGet(() -> new Name(parsed.text(), false, ports, written));
    }

    private static AllowRule range(String host, PortRange ports, String written) {
        int slash = host.indexOf('/');
        String digits = host.substring(slash + 1);
        Optional<InetAddress> first = host(host.substring(0, slash), written).address();
        int bits = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
        if (first.isEmpty() || bits > AddressRange.most(first.get())) {
            throw refused(written, "expected a range such as \"10.1.0.0/16\" or \"[fd00::]/8\"");
        }
        return new Range(new AddressRange(first.get(), bits), ports, written);
    }

    /** {@code [fd00::/8]} is the same as {@code [fd00::]/8}. */
    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String name(String text, String written) {
        HostName parsed = host(text, written);
        if (parsed.address().isPresent()) {
            throw refused(written, "a * stands for names, not for addresses; expected a range such as \"10.1.0.0/16\"");
        }
        return parsed.text();
    }

    private static HostName host(String text, String written) {
        try {
            return HostName.parse(text);
        } catch (PenstockException e) {
            throw refused(written, e.getMessage());
        }
    }

    private static PenstockException refused(String written, String why) {
        return PenstockException.invalid("tunnel.allow", "allow: expected HOST:PORT such as \"db.internal:5432\","
                + " \"*.db.internal:5432-5440\", \"10.1.0.0/16:5432\" or \"[::1]:5432\", but found \"" + written + "\": " + why);
    }
}
