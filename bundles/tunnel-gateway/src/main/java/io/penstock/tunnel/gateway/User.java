package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.settings.UserSettings;
import io.penstock.tunnel.wire.api.VerifyingKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One user of the settings, with the connections the user has. Thread-safe. */
final class User {
    /** Connections one user may have. */
    static final int MAX_LINKS = 16;

    private final String name;
    private final Quota streams = new Quota();
    private final Throttle throttle;
    private final Set<VisitorLink> links = ConcurrentHashMap.newKeySet();
    private volatile UserSettings settings;
    private volatile List<VerifyingKey> keys;

    User(String name, UserSettings settings, Clock clock) {
        this.name = name;
        this.throttle = new Throttle(clock);
        become(settings);
    }

    String name() {
        return name;
    }

    UserSettings settings() {
        return settings;
    }

    List<VerifyingKey> keys() {
        return keys;
    }

    Quota streams() {
        return streams;
    }

    Throttle throttle() {
        return throttle;
    }

    Set<VisitorLink> links() {
        return links;
    }

    /** Takes other settings; what they no longer allow is the caller's to end. */
    void become(UserSettings next) {
        settings = next;
        keys = next.verifyingKeys();
        throttle.become(next.bandwidth());
    }

    /** Adds a connection, if there is room. */
    synchronized boolean join(VisitorLink link) {
        return links.size() < MAX_LINKS && links.add(link);
    }

    /** Connections that may not be any more. */
    List<VisitorLink> unwelcome() {
        return links.stream().filter(link -> settings.disabled()
                || keys.stream().noneMatch(key -> key.id().equals(link.keyId()))).toList();
    }
}
