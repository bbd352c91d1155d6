package io.penstock.tunnel.gateway;

import io.penstock.core.net.ListenAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses for people. */
final class Texts {
    private Texts() {
    }

    static String of(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? ListenAddress.of(inet).toString() : "unknown";
    }
}
