package io.penstock.control.server.settings;

import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Addresses that begin alike: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. Immutable. */
public final class Network {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final byte[] start;
    private final int bits;

    private Network(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /** Reads one; looks nothing up. INVALID {@code control-server.network}. */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] start = address(slash < 0 ? text : text.substring(0, slash), text);
        int most = start.length * Byte.SIZE;
        String digits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > most) {
            throw wrong(text);
        }
        return new Network(start, Integer.parseInt(digits));
    }

    private static byte[] address(String host, String text) {
        try {
            if (IPV4.matcher(host).matches() || IPV6.matcher(host).matches()) {
                return InetAddress.getByName(host).getAddress();
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw wrong(text);
    }

    private static PenstockException wrong(String text) {
        return PenstockException.invalid("control-server.network", "\"" + text
                + "\" is no network; expected an address, or one with the number of its fixed bits such as 10.0.0.0/8");
    }

    /** Whether an address is in it; an IPv4 address written as IPv6 is an IPv4 address. */
    public boolean holds(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != start.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(start, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((start[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
}
