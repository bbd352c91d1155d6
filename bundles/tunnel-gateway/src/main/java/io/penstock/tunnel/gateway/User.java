package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.settings.UserSettings;
import io.penstock.tunnel.wire.api.VerifyingKey;
import java.util.ArrayList;
import java.util.List;

/** One user of the settings, with the connections the user has. Thread-safe: its connections under its own lock. */
final class User {
    /** Connections one user may have. */
    static final int MAX_LINKS = 16;

    private final String name;
    private final Quota streams = new Quota();
    private final Throttle throttle;
    private final List<VisitorLink> links = new ArrayList<>();
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

    /** All connections. */
    synchronized List<VisitorLink> links() {
        return List.copyOf(links);
    }

    /** Takes other settings; what they no longer allow is the caller's to end. */
    void become(UserSettings next) {
        settings = next;
        keys = next.verifyingKeys();
        throttle.become(next.bandwidth());
    }

    /** Whether a stream of the user's may be, as the settings are now. */
    boolean mayStill(Passage passage) {
        return settings.mayReach(passage.wish().agent(), passage.target());
    }

    /** What came of {@link #join}. */
    enum Joined { YES, FULL, UNWELCOME }

    /**
     * Adds a connection, if there is room. One that settings of another thread make unwelcome meanwhile is refused here, or
     * found by {@link #unwelcome} there.
     */
    synchronized Joined join(VisitorLink link) {
        if (isUnwelcome(link)) {
            return Joined.UNWELCOME;
        }
        if (links.size() >= MAX_LINKS) {
            return Joined.FULL;
        }
        links.add(link);
        return Joined.YES;
    }

    /** Takes a connection off. */
    synchronized void leave(VisitorLink link) {
        links.remove(link);
    }

    /** Connections that may not be any more. */
    List<VisitorLink> unwelcome() {
        return links().stream().filter(this::isUnwelcome).toList();
    }

    private boolean isUnwelcome(VisitorLink link) {
        return settings.disabled() || keys.stream().noneMatch(key -> key.id().equals(link.keyId()));
    }
}
