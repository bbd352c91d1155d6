package io.penstock.tunnel.policy;

import io.netty.util.NetUtil;
import io.netty.util.internal.PlatformDependent;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as somebody wrote it, brought to one spelling: lower case, no dot at the end, international names in ASCII
 * (IDNA), an address without brackets, an IPv4 address inside of IPv6 as IPv4. Two hosts are the same exactly when their
 * texts are. Immutable.
 *
 * @param text the name, or the address in its usual spelling
 * @param address present when the host is an address, not a name
 */
public record HostName(String text, Optional<InetAddress> address) {
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;
    /** Underscores are no host names by the letter, but container networks are full of them. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?");
    /** Resolvers take {@code 2130706433}, {@code 127.1} and {@code 0x7f.1} for addresses: so names do not end like that. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    static {
        // The first of Netty that settings touch: where there is no Unsafe, it keeps that one's stack, and classes, for ever.
        Workers.apart(PlatformDependent::hasUnsafe);
    }

    /** Reads a host; what can be neither a name nor an address is INVALID ({@code tunnel.host}). */
    public static HostName parse(String written) {
        boolean brackets = written.startsWith("[") && written.endsWith("]") && written.length() > 2;
        String plain = brackets ? written.substring(1, written.length() - 1) : written;
        if (plain.indexOf(':') >= 0) {
            return ofAddress(literal(plain).orElseThrow(() -> refused(written)));
        }
        if (brackets) {
            throw refused(written);
        }
        String name = ascii(plain, written);
        Optional<InetAddress> literal = literal(name);
        if (literal.isPresent()) {
            return ofAddress(literal.get());
        }
        checkName(name, written);
        return new HostName(name, Optional.empty());
    }

    /** The host that is this address. */
    public static HostName ofAddress(InetAddress address) {
        return new HostName(NetUtil.toAddressString(address), Optional.of(address));
    }

    private static String ascii(String plain, String written) {
        try {
            String name = IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        } catch (IllegalArgumentException e) {
            throw refused(written);
        }
    }

    private static void checkName(String name, String written) {
        String[] labels = name.split("\\.", -1);
        boolean number = NUMBER.matcher(labels[labels.length - 1]).matches();
        if (name.length() > MAX_LENGTH || number) {
            throw refused(written);
        }
        for (String label : labels) {
            if (label.length() > MAX_LABEL || !LABEL.matcher(label).matches()) {
                throw refused(written);
            }
        }
    }

    /** An address of four whole numbers or of IPv6, without a zone; nothing is looked up. */
    private static Optional<InetAddress> literal(String text) {
        byte[] bytes = text.indexOf('%') >= 0 || hasLeadingZero(text) ? null : NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code 010.0.0.1} is 10.0.0.1 to some and 8.0.0.1 to others. */
    private static boolean hasLeadingZero(String text) {
        return text.indexOf(':') < 0 && text.matches("(.*\\.)?0[0-9].*");
    }

    private static PenstockException refused(String written) {
        String shown = written.length() > MAX_LENGTH ? written.substring(0, MAX_LENGTH) + "…" : written;
        return PenstockException.invalid("tunnel.host", "expected a host's name or address, such as \"db.internal\","
                + " \"10.1.2.3\" or \"[fd00::1]\", but found \"" + shown + "\"");
    }

    /** As it stands in front of a port: an IPv6 address in brackets. */
    @Override
    public String toString() {
        return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    }
}
