package io.penstock.tunnel.dial;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The order in which a host's addresses are tried, and how one is shown. */
final class Addresses {
    /** So many of one host are tried. */
    static final int MAX_TRIED = 16;

    private Addresses() {
    }

    /** IPv6 and IPv4 in turn, IPv6 first (RFC 8305 section 4); within a family as the resolver has them. */
    static List<InetAddress> interleaved(List<InetAddress> found) {
        List<InetAddress> six = found.stream().filter(Inet6Address.class::isInstance).toList();
        List<InetAddress> four = found.stream().filter(address -> !(address instanceof Inet6Address)).toList();
        List<InetAddress> order = new ArrayList<>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                order.add(six.get(i));
            }
            if (i < four.size()) {
                order.add(four.get(i));
            }
        }
        return order.subList(0, Math.min(order.size(), MAX_TRIED));
    }

    /** {@code 10.1.2.3:5432}, {@code [fd00::1]:5432}. */
    static String shown(InetSocketAddress address) {
        return NetUtil.toSocketAddressString(address);
    }
}
