package io.penstock.tunnel.gateway.door;

import io.penstock.core.net.Hosts;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts connections that have not proved who they are, in all and by address. Thread-safe. */
public final class Strangers {
    private final Map<String, Integer> byNetwork = new HashMap<>();
    private int most;
    private int mostPerAddress;
    private int count;
    private Runnable reopen = () -> { };

    /** Nobody is here. */
    public Strangers(int most, int mostPerAddress) {
        limit(most, mostPerAddress);
    }

    /** Other limits, for those who come from now on. */
    public synchronized void limit(int inAll, int perAddress) {
        most = inAll;
        mostPerAddress = perAddress;
    }

    /** What to do when there is room again. Any thread. */
    public synchronized void whenRoom(Runnable action) {
        reopen = action;
    }

    /** One more is here; false when its address has too many already: it is not counted then. */
    public synchronized boolean came(InetAddress address) {
        String network = Hosts.network(address);
        int there = byNetwork.getOrDefault(network, 0);
        if (there >= mostPerAddress) {
            return false;
        }
        byNetwork.put(network, there + 1);
        count++;
        return true;
    }

    /** One has gone, or has proved who it is. */
    public void went(InetAddress address) {
        Runnable action;
        synchronized (this) {
            byNetwork.computeIfPresent(Hosts.network(address), (network, there) -> there > 1 ? there - 1 : null);
            count--;
            action = count < most ? reopen : () -> { };
        }
        action.run();
    }

    /** Whether more may be accepted. */
    public synchronized boolean hasRoom() {
        return count < most;
    }

    /** How many are here. */
    public synchronized int count() {
        return count;
    }
}
