package io.penstock.pipes.component;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine calls itself. */
final class MachineName {
    private MachineName() {
    }

    static String get() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
