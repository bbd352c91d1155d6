package io.penstock.control.server.access;

import io.penstock.control.server.settings.KeepSettings;
import io.penstock.control.server.settings.LimitSettings;
import io.penstock.control.server.settings.RolloutSettings;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.settings.SessionSettings;
import io.penstock.control.server.settings.SyncSettings;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings as they are when nobody says anything. */
final class TestSettings {
    private TestSettings() {
    }

    static ServerSettings usual(Optional<Secret> enrolmentKey) {
        return new ServerSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), enrolmentKey, List.of(),
                new SyncSettings(Duration.ofSeconds(15), Duration.ofSeconds(50), 20_000),
                new SessionSettings(Duration.ofMinutes(30), Duration.ofHours(12)),
                new LimitSettings(25_000, 250, 1500, 200, 10),
                new KeepSettings(Duration.ofDays(400), Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(90)),
                new RolloutSettings(3, 5, 100, Duration.ofMinutes(10)));
    }
}
