package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.UserSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The users of the settings. Thread-safe. */
final class Users {
    private final Clock clock;
    private volatile Map<String, User> byName = Map.of();
    private volatile Map<String, User> byId = Map.of();

    Users(Clock clock) {
        this.clock = clock;
    }

    /** Takes other settings: ends connections they no longer allow and touches nothing else. One thread at a time. */
    void become(Map<String, UserSettings> settings) {
        Map<String, User> names = new LinkedHashMap<>();
        Map<String, User> ids = new LinkedHashMap<>();
        settings.forEach((name, next) -> {
            User user = Optional.ofNullable(byName.get(name)).filter(known -> known.settings().id().equals(next.id()))
                    .orElseGet(() -> new User(name, next, clock));
            user.become(next);
            names.put(name, user);
            ids.put(next.id(), user);
        });
        Map<String, User> before = byName;
        byName = names;
        byId = ids;
        names.values().forEach(user -> user.unwelcome().forEach(link -> link.end(EndReason.REVOKED)));
        before.values().stream().filter(user -> names.get(user.name()) != user)
                .forEach(user -> user.links().forEach(link -> link.end(EndReason.REVOKED)));
    }

    Collection<User> all() {
        return byName.values();
    }

    Optional<User> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<User> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Whether the settings still have this very user. */
    boolean has(User user) {
        return byName.get(user.name()) == user;
    }
}
