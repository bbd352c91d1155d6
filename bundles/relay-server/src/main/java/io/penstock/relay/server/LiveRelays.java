package io.penstock.relay.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The relay inputs that run now: how those who report find those who work. Thread-safe. */
final class LiveRelays {
    /** Plugins are made without knowing anybody, so this bundle's components meet here; it goes with the bundle. */
    static final LiveRelays ALL = new LiveRelays();

    private final List<LiveRelay> relays = new CopyOnWriteArrayList<>();

    void add(LiveRelay relay) {
        relays.add(relay);
    }

    void remove(LiveRelay relay) {
        relays.remove(relay);
    }

    List<LiveRelay> now() {
        return relays;
    }
}
