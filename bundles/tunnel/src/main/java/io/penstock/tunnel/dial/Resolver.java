package io.penstock.tunnel.dial;

import io.netty.util.concurrent.EventExecutor;
import io.penstock.tunnel.policy.HostName;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of hosts without holding up who asks. Thread-safe. */
public interface Resolver {
    /** Finds them, and tells on the loop: soon, but never before this method returns. */
    void resolve(HostName host, EventExecutor loop, Answer answer);

    /** Takes what was found, on the loop. */
    interface Answer {
        /** @param addresses at least one, in the order of the operating system */
        void found(List<InetAddress> addresses);

        /** @param reason for people */
        void failed(String reason);
    }
}
