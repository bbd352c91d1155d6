package io.penstock.control.server.access;

import io.penstock.control.server.http.Place;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.StoreSettings;
import io.penstock.core.time.ManualClock;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Access on a store of its own, and an admin called ann. */
abstract class AccessRig {
    static final String PASSWORD = "CANARY-correct horse battery";
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00.125Z");

    @TempDir
    Path folder;
    final ManualClock clock = new ManualClock(NOW);
    final SecureRandom random = new SecureRandom();
    Optional<Secret> enrolmentKey = Optional.empty();
    Store store;
    Access access;
    Api api;

    @BeforeEach
    void open() {
        MasterKey key = MasterKey.inFolder(folder, random);
        store = Store.open(StoreSettings.embedded("server-1"), folder, key, clock, random);
        access = Access.open(new Access.Parts(store, key, folder, clock, random, new ServerFacts(() -> new Place(
                URI.create("https://localhost:9443"), Optional.empty()), "0.1.0", folder.resolve("backups"), NOW),
                this::settings, UnaryOperator.identity()));
        api = new Api(access, access.resources());
    }

    ServerSettings settings() {
        return TestSettings.usual(enrolmentKey);
    }

    @AfterEach
    void close() {
        access.close();
        store.close();
    }

    void again() {
        close();
        open();
    }

    String setUp() {
        String code = access.setup().renew().join().orElseThrow().code().reveal();
        api.ask("", "POST", "/api/v1/setup", Map.of("code", code, "name", "ann", "password", PASSWORD));
        return login("ann");
    }

    String login(String name) {
        return (String) api.ask("", "POST", "/api/v1/sessions", Map.of("name", name, "password", PASSWORD)).get("token");
    }

    Map<String, Object> user(String admin, String name, String role) {
        return api.ask(admin, "POST", "/api/v1/users", Map.of("name", name, "role", role, "password", PASSWORD));
    }
}
