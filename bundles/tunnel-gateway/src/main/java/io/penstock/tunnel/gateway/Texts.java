package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.settings.ListenAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses for people. */
final class Texts {
    private Texts() {
    }

    static String of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return "unknown";
        }
        boolean any = inet.getAddress().isAnyLocalAddress() && inet.getAddress() instanceof Inet6Address;
        return new ListenAddress(any ? "::" : inet.getAddress().getHostAddress(), inet.getPort()).toString();
    }
}
