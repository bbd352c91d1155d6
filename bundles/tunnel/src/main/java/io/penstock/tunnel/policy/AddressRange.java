package io.penstock.tunnel.policy;

import java.net.InetAddress;
import java.util.Arrays;

/** Addresses that begin with the same bits. Immutable. */
final class AddressRange {
    private final byte[] prefix;
    private final int bits;

    /** @param bits from 0 to as many as the address has */
    AddressRange(InetAddress first, int bits) {
        this.prefix = masked(first.getAddress(), bits);
        this.bits = bits;
    }

    /** {@code 10.0.0.0/8}; for ranges of our own making. */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        HostName host = HostName.parse(slash < 0 ? text : text.substring(0, slash));
        InetAddress first = host.address().orElseThrow();
        return new AddressRange(first, slash < 0 ? most(first) : Integer.parseInt(text.substring(slash + 1)));
    }

    /** How many bits an address of this kind has. */
    static int most(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    /** An IPv4 address inside of IPv6 is the IPv4 address: {@link InetAddress} makes no difference between them. */
    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == prefix.length && Arrays.equals(masked(bytes, bits), prefix);
    }

    /** Whether every address of the other range is in this one. */
    boolean contains(AddressRange other) {
        return other.bits >= bits && other.prefix.length == prefix.length
                && Arrays.equals(masked(other.prefix, bits), prefix);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
            masked[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return masked;
    }
}
