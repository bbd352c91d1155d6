package io.penstock.control.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.TokenText;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Credentials;
import io.penstock.control.server.http.IdempotencyStore;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.StoreSettings;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.ManualClock;
import io.penstock.core.value.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String PASSWORD = "CANARY-correct horse battery";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.125Z");

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(NOW);
    private final SecureRandom random = new SecureRandom();
    private Optional<Secret> enrolmentKey = Optional.empty();
    private Store store;
    private Access access;
    private Api api;

    @BeforeEach
    void open() {
        MasterKey key = MasterKey.inFolder(folder, random);
        store = Store.open(StoreSettings.embedded("server-1"), folder, key, clock, random);
        access = Access.open(new Access.Parts(store, key, folder, clock, random, new ServerFacts(() -> new Place(
                URI.create("https://localhost:9443"), Optional.empty()), "0.1.0", folder.resolve("backups"), NOW),
                this::settings, UnaryOperator.identity()));
        api = new Api(access, access.resources());
    }

    private ServerSettings settings() {
        return TestSettings.usual(enrolmentKey);
    }

    @AfterEach
    void close() {
        access.close();
        store.close();
    }

    private void again() {
        close();
        open();
    }

    private String setUp() {
        String code = access.setup().renew().join().orElseThrow().code().reveal();
        api.ask("", "POST", "/api/v1/setup", Map.of("code", code, "name", "ann", "password", PASSWORD));
        return login("ann");
    }

    private String login(String name) {
        return (String) api.ask("", "POST", "/api/v1/sessions", Map.of("name", name, "password", PASSWORD)).get("token");
    }

    private Map<String, Object> user(String admin, String name, String role) {
        return api.ask(admin, "POST", "/api/v1/users", Map.of("name", name, "role", role, "password", PASSWORD));
    }

    @Test
    void makesTheFirstAdminWithTheCodeOnceOnly() throws Exception {
        Path file = folder.resolve(Setup.FILE);
        String code = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        Map<String, String> body = Map.of("code", code, "name", "ann", "password", PASSWORD);

        Map<?, ?> user = api.ask("", "POST", "/api/v1/setup", body);

        assertThat(user.get("name")).isEqualTo("ann");
        assertThat(user.get("role")).isEqualTo("admin");
        assertThat(user.get("createdAt")).isEqualTo("2026-11-20T12:00:00.125Z");
        assertThat(file).doesNotExist();
        assertThat(api.refusal("", "POST", "/api/v1/setup", body).code()).isEqualTo("setup.done");
        assertThat(access.setup().renew().join()).isEmpty();
        again();
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesAWrongAndAnExpiredCode() {
        String wrong = new Token(random).next(CredentialKind.SETUP).text().reveal();
        assertThat(api.refusal("", "POST", "/api/v1/setup", Map.of("code", wrong, "name", "eve", "password", PASSWORD)).code())
                .isEqualTo("setup.code");
        String code = access.setup().renew().join().orElseThrow().code().reveal();
        clock.advance(Duration.ofHours(24));
        assertThat(api.refusal("", "POST", "/api/v1/setup", Map.of("code", code, "name", "eve", "password", PASSWORD)).code())
                .isEqualTo("setup.code");
    }

    @Test
    void leavesOnlyTheNewestCodeValid() {
        String old = access.setup().renew().join().orElseThrow().code().reveal();
        access.setup().renew().join();
        assertThat(api.refusal("", "POST", "/api/v1/setup", Map.of("code", old, "name", "eve", "password", PASSWORD)).code())
                .isEqualTo("setup.code");
    }

    @Test
    void refusesAShortPassword() {
        String code = access.setup().renew().join().orElseThrow().code().reveal();
        PenstockException refusal = api.refusal("", "POST", "/api/v1/setup", Map.of("code", code, "name", "ann", "password",
                "elevenchars"));
        assertThat(refusal.code()).isEqualTo("users.password");
        assertThat(refusal.getMessage()).doesNotContain("elevenchars");
    }

    @Test
    void signsInAndOut() {
        String token = setUp();

        assertThat(api.ask(token, "GET", "/api/v1/me").get("name")).isEqualTo("ann");
        assertThat((List<?>) api.ask(token, "GET", "/api/v1/sessions").get("items")).hasSize(1);
        api.ask(token, "DELETE", "/api/v1/sessions/current");
        assertThat(api.refusal(token, "GET", "/api/v1/me").code()).isEqualTo("access.token");
        assertThat(api.ask(login("ANN"), "GET", "/api/v1/me").get("name")).isEqualTo("ann");
    }

    @Test
    void keepsSessionsOverARestart() {
        String token = setUp();
        again();
        assertThat(api.ask(token, "GET", "/api/v1/me").get("role")).isEqualTo("admin");
    }

    @Test
    void endsSessionsThatAreIdleOrOld() {
        String token = setUp();
        for (int i = 0; i < 25; i++) {
            clock.advance(Duration.ofMinutes(28));
            api.ask(token, "GET", "/api/v1/me");
        }
        clock.advance(Duration.ofMinutes(28));
        assertThat(api.refusal(token, "GET", "/api/v1/me").code()).isEqualTo("access.token");
        String other = login("ann");
        clock.advance(Duration.ofMinutes(31));
        assertThat(api.refusal(other, "GET", "/api/v1/me").code()).isEqualTo("access.token");
    }

    @Test
    void saysTheSameOfAWrongNameAndAWrongPassword() {
        setUp();
        PenstockException name = api.refusal("", "POST", "/api/v1/sessions", Map.of("name", "bob", "password", PASSWORD));
        PenstockException password = api.refusal("", "POST", "/api/v1/sessions", Map.of("name", "ann", "password", "wrong"));
        assertThat(name.code()).isEqualTo("access.login");
        assertThat(name.getMessage()).isEqualTo(password.getMessage());
        assertThat(name.kind()).isEqualTo(password.kind());
    }

    @Test
    void slowsGuessingDownForNamesThatAreThereAndThatAreNot() throws Exception {
        setUp();
        for (String name : List.of("ann", "nobody")) {
            for (int i = 0; i < 5; i++) {
                assertThat(api.refusal("", "POST", "/api/v1/sessions", Map.of("name", name, "password", "wrong")).code())
                        .isEqualTo("access.login");
            }
            assertThat(api.refusal("", "POST", "/api/v1/sessions", Map.of("name", name, "password", PASSWORD)).code())
                    .isEqualTo("access.locked");
        }
        api.from(InetAddress.getByName("192.0.2.7"));
        assertThat(login("ann")).isNotEmpty();
        api.from(InetAddress.getLoopbackAddress());
        clock.advance(Duration.ofSeconds(16));
        assertThat(login("ann")).isNotEmpty();
    }

    @Test
    void letsACookieChangeThingsOnlyWithItsHeader() {
        setUp();
        Answer made = api.send(new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), true), "POST",
                "/api/v1/sessions", Map.of("name", "ann", "password", PASSWORD, "cookie", true));
        String header = made.headers().get("Set-Cookie");
        assertThat(header).startsWith("__Host-penstock=pst_se_").contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax");
        assertThat(made.headers()).containsEntry("Cache-Control", "no-store");
        Map<?, ?> body = api.map(made);
        assertThat(body.containsKey("token")).isFalse();
        Optional<Secret> cookie = Optional.of(Secret.of(header.substring("__Host-penstock=".length(), header.indexOf(';'))));
        String csrf = (String) body.get("csrf");

        Answer me = api.send(new Credentials(Optional.empty(), cookie, Optional.empty(), false), "GET", "/api/v1/me");
        assertThat(api.map(me).get("csrf")).isEqualTo(csrf);
        assertThat(caller(cookie, Optional.empty())).isEqualTo("access.csrf");
        assertThat(caller(cookie, Optional.of("wrong"))).isEqualTo("access.csrf");
        assertThat(caller(cookie, Optional.of(csrf))).isEqualTo("user:ann");
        assertThat(api.refusal(cookie.get().reveal(), "GET", "/api/v1/me").code()).isEqualTo("access.token");
    }

    private String caller(Optional<Secret> cookie, Optional<String> csrf) {
        return access.authenticator().caller(new Credentials(Optional.empty(), cookie, csrf, true),
                InetAddress.getLoopbackAddress()).handle((caller, failure) -> failure == null ? caller.actor()
                        : ((PenstockException) failure).code()).toCompletableFuture().join();
    }

    @Test
    void changesThePasswordAndEndsOtherSessions() {
        String one = setUp();
        String two = login("ann");
        assertThat(api.refusal(one, "PUT", "/api/v1/me/password", Map.of("old", "no", "new", PASSWORD + "2")).code())
                .isEqualTo("access.password");
        api.ask(one, "PUT", "/api/v1/me/password", Map.of("old", PASSWORD, "new", PASSWORD + "2"));

        assertThat(api.ask(one, "GET", "/api/v1/me").get("name")).isEqualTo("ann");
        assertThat(api.refusal(two, "GET", "/api/v1/me").code()).isEqualTo("access.token");
        assertThat(api.refusal("", "POST", "/api/v1/sessions", Map.of("name", "ann", "password", PASSWORD)).code())
                .isEqualTo("access.login");
    }

    @Test
    void givesTokensOfAtMostOnesOwnRole() {
        String admin = setUp();
        user(admin, "olga", "operator");
        String olga = login("olga");
        Map<String, String> wanted = Map.of("label", "script", "role", "editor", "expiresAt", "2027-01-01T00:00:00Z");
        Map<String, Object> made = api.ask(olga, "POST", "/api/v1/tokens", wanted);
        String token = (String) made.get("token");

        assertThat(api.ask(token, "GET", "/api/v1/me").get("role")).isEqualTo("editor");
        assertThat(made.get("last4")).isEqualTo(TokenText.parse(token).orElseThrow().last4());
        Map<?, ?> listed = (Map<?, ?>) ((List<?>) api.ask(olga, "GET", "/api/v1/tokens").get("items")).get(0);
        assertThat(listed.get("label")).isEqualTo("script");
        assertThat(listed.containsKey("token")).isFalse();
        assertThat(api.refusal(olga, "POST", "/api/v1/tokens", with(wanted, "role", "admin")).code()).isEqualTo("tokens.role");
        assertThat(api.refusal(token, "POST", "/api/v1/tokens", with(wanted, "role", "operator")).code()).isEqualTo("tokens.role");
        assertThat(api.refusal(olga, "POST", "/api/v1/tokens", with(wanted, "expiresAt", "2029-01-01T00:00:00Z")).code())
                .isEqualTo("tokens.expires");
        assertThat(api.refusal(admin, "DELETE", "/api/v1/tokens/" + made.get("id")).code()).isEqualTo("tokens.unknown");
        api.ask(olga, "DELETE", "/api/v1/tokens/" + made.get("id"));
        assertThat(api.refusal(token, "GET", "/api/v1/me").code()).isEqualTo("access.token");
    }

    private static Map<String, String> with(Map<String, String> body, String key, String value) {
        Map<String, String> changed = new HashMap<>(body);
        changed.put(key, value);
        return changed;
    }

    @Test
    void lowersATokenWithItsOwnersRole() {
        String admin = setUp();
        Map<?, ?> olga = user(admin, "olga", "operator");
        String token = (String) api.ask(login("olga"), "POST", "/api/v1/tokens", Map.of("label", "script", "role", "operator",
                "expiresAt", "2027-01-01T00:00:00Z")).get("token");

        api.ask(admin, "PATCH", "/api/v1/users/" + olga.get("id"), Map.of("role", "viewer"), 1);
        assertThat(api.ask(token, "GET", "/api/v1/me").get("role")).isEqualTo("viewer");
        api.ask(admin, "PATCH", "/api/v1/users/" + olga.get("id"), Map.of("disabled", true), 2);
        assertThat(api.refusal(token, "GET", "/api/v1/me").code()).isEqualTo("access.token");
    }

    @Test
    void keepsTheLastAdmin() {
        String admin = setUp();
        String id = (String) api.ask(admin, "GET", "/api/v1/me").get("id");
        for (Map<String, ?> patch : List.of(Map.of("role", "operator"), Map.of("disabled", true))) {
            assertThat(api.refusal(admin, "PATCH", "/api/v1/users/" + id, patch, 1).code()).isEqualTo("users.last-admin");
        }
        assertThat(api.refusal(admin, "DELETE", "/api/v1/users/" + id, 1).code()).isEqualTo("users.last-admin");
        user(admin, "bea", "admin");
        api.ask(admin, "DELETE", "/api/v1/users/" + id, 1);
        assertThat(api.refusal(admin, "GET", "/api/v1/me").code()).isEqualTo("access.token");
    }

    @Test
    void noticesThatSomebodyElseChangedAUser() {
        String admin = setUp();
        Object id = user(admin, "olga", "operator").get("id");
        api.ask(admin, "PATCH", "/api/v1/users/" + id, Map.of("role", "viewer"), 1);
        PenstockException refusal = api.refusal(admin, "PATCH", "/api/v1/users/" + id, Map.of("role", "editor"), 1);
        assertThat(refusal.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(refusal.code()).isEqualTo("users.version");
        assertThat(api.refusal(admin, "GET", "/api/v1/users/nobody").code()).isEqualTo("users.unknown");
        assertThat(api.refusal(admin, "POST", "/api/v1/users", Map.of("name", "OLGA", "role", "viewer", "password", PASSWORD))
                .code()).isEqualTo("users.name-taken");
    }

    @Test
    void givesANewPasswordAndEndsSessions() {
        String admin = setUp();
        Object id = user(admin, "olga", "operator").get("id");
        String olga = login("olga");
        api.ask(admin, "POST", "/api/v1/users/" + id + "/password-reset", Map.of("password", PASSWORD + "3"));
        assertThat(api.refusal(olga, "GET", "/api/v1/me").code()).isEqualTo("access.token");
        assertThat(api.ask("", "POST", "/api/v1/sessions", Map.of("name", "olga", "password", PASSWORD + "3"))).containsKey("token");
    }

    @Test
    void pagesThroughUsersByName() {
        String admin = setUp();
        for (String name : List.of("dora", "Bea", "cleo")) {
            user(admin, name, "viewer");
        }
        Map<?, ?> first = api.ask(admin, "GET", "/api/v1/users?limit=2");
        Map<?, ?> second = api.ask(admin, "GET", "/api/v1/users?limit=2&after=" + first.get("next"));
        assertThat(names(first)).containsExactly("ann", "Bea");
        assertThat(names(second)).containsExactly("cleo", "dora");
        assertThat(names(api.ask(admin, "GET", "/api/v1/users?filter=role=viewer and name~o"))).containsExactly("cleo", "dora");
    }

    private static List<Object> names(Map<?, ?> page) {
        return ((List<?>) page.get("items")).stream().map(item -> ((Map<?, ?>) item).get("name")).collect(java.util.stream.Collectors.toList());
    }

    @Test
    void letsProgramsInWithTheirTokens() {
        String admin = setUp();
        Map<String, Object> made = api.ask(admin, "POST", "/api/v1/service-accounts", Map.of("name", "ci", "role", "editor", "selector", "a=b"));
        String place = "/api/v1/service-accounts/" + made.get("id");
        Map<?, ?> token = api.ask(admin, "POST", place + "/tokens", Map.of("label", "pipeline"));

        assertThat(api.ask((String) token.get("token"), "GET", "/api/v1/me").get("kind")).isEqualTo("account");
        assertThat((List<?>) api.ask(admin, "GET", place + "/tokens").get("items")).hasSize(1);
        Map<String, Object> noSelector = new HashMap<>();
        noSelector.put("selector", null);
        assertThat(api.ask(admin, "PATCH", place, noSelector, 1)).doesNotContainKey("selector");
        api.ask(admin, "DELETE", place + "/tokens/" + token.get("id"));
        assertThat(api.refusal((String) token.get("token"), "GET", "/api/v1/me").code()).isEqualTo("access.token");
        api.ask(admin, "DELETE", place, 2);
        assertThat(api.refusal(admin, "GET", place).code()).isEqualTo("accounts.unknown");
    }

    @Test
    void endsTheOldCredentialWithTheFirstUseOfTheNew() {
        Made old = agentCredential();
        Made fresh = store.write(tx -> {
            Made made = access.credentials().make(tx, CredentialKind.AGENT, "a1", "", Optional.empty());
            access.credentials().supersede(tx, CredentialKind.AGENT, "a1", made.id());
            return made;
        }).join();

        assertThat(state(old)).isEqualTo(Presented.State.VALID);
        again();
        assertThat(state(old)).isEqualTo(Presented.State.VALID);
        assertThat(state(fresh)).isEqualTo(Presented.State.VALID);
        assertThat(state(old)).isEqualTo(Presented.State.REVOKED);
        store.write(tx -> null).join();
        again();
        assertThat(state(old)).isEqualTo(Presented.State.REVOKED);
    }

    private Made agentCredential() {
        return store.write(tx -> access.credentials().make(tx, CredentialKind.AGENT, "a1", "", Optional.empty())).join();
    }

    private Presented.State state(Made made) {
        return access.credentials().verify(made.token().reveal()).orElseThrow().state();
    }

    @Test
    void knowsAgentsFromTheirCredentials() {
        Made made = agentCredential();
        assertThat(bearer(made.token())).isEqualTo("agent:a1");
        store.write(tx -> {
            access.credentials().revoke(tx, made.id());
            return null;
        }).join();
        assertThat(bearer(made.token())).isEqualTo("credentials.revoked");
        TokenText other = new TokenText(CredentialKind.AGENT, made.id(), Secret.of("x".repeat(43)));
        assertThat(bearer(other.text())).isEqualTo("credentials.unknown");
        assertThat(bearer(Secret.of("nonsense"))).isEqualTo("access.token");
    }

    private String bearer(Secret token) {
        return access.authenticator().caller(new Credentials(Optional.of(token), Optional.empty(), Optional.empty(), true),
                InetAddress.getLoopbackAddress()).handle((caller, failure) -> failure == null ? caller.actor()
                        : ((PenstockException) failure).code()).toCompletableFuture().join();
    }

    @Test
    void takesTheEnrolmentKeyOfTheSettings() {
        Secret key = Secret.of("CANARY-of-the-settings-24");
        assertThat(bearer(key)).isEqualTo("access.token");
        enrolmentKey = Optional.of(key);
        assertThat(bearer(key)).isEqualTo("enrolment:" + SettingKey.ID);
    }

    @Test
    void keepsAnswersOfCreations() {
        IdempotencyStore kept = access.idempotency();
        assertThat(begin(kept)).isInstanceOf(IdempotencyStore.New.class);
        assertThat(begin(kept)).isEqualTo(new IdempotencyStore.Running("hash"));
        kept.keep("user:ann", "k", new IdempotencyStore.Kept("hash", 201, Map.of("Location", "/x"),
                "{}".getBytes(StandardCharsets.UTF_8), false)).toCompletableFuture().join();
        assertThat(begin(kept)).isInstanceOfSatisfying(IdempotencyStore.Kept.class, answer -> {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers()).containsEntry("Location", "/x");
            assertThat(answer.body()).asString().isEqualTo("{}");
            assertThat(answer.secret()).isFalse();
        });
        clock.advance(Duration.ofHours(25));
        assertThat(begin(kept)).isInstanceOf(IdempotencyStore.New.class);
        clock.advance(Duration.ofMinutes(2));
        assertThat(begin(kept)).isInstanceOf(IdempotencyStore.New.class);
        kept.forget("user:ann", "k").toCompletableFuture().join();
        assertThat(begin(kept)).isInstanceOf(IdempotencyStore.New.class);
    }

    private static IdempotencyStore.Known begin(IdempotencyStore kept) {
        return kept.begin("user:ann", "k", "hash").toCompletableFuture().join();
    }

    @Test
    void writesDownWhoDidWhat() {
        String admin = setUp();
        user(admin, "olga", "operator");
        api.refusal("", "POST", "/api/v1/sessions", Map.of("name", "ann", "password", "wrong"));

        List<?> entries = (List<?>) api.ask(admin, "GET", "/api/v1/audit").get("items");
        assertThat(entries.stream().map(entry -> ((Map<?, ?>) entry).get("action") + " " + ((Map<?, ?>) entry).get("result")).toList())
                .isEqualTo(List.of("sessions.create denied", "users.create done", "sessions.create done", "setup done"));
        assertThat(((List<?>) api.ask(admin, "GET", "/api/v1/audit?limit=2").get("items"))).hasSize(2);
        assertThat(((List<?>) api.ask(admin, "GET", "/api/v1/audit?actor=user:ann&kind=user").get("items"))).hasSize(3);
        assertThat(api.ask(admin, "GET", "/api/v1/audit/verify")).containsEntry("valid", true).containsEntry("checked", 4);
    }

    @Test
    void keepsNoSecretAnywhere() throws Exception {
        String admin = setUp();
        user(admin, "olga", "operator");
        Map<?, ?> token = api.ask(admin, "POST", "/api/v1/tokens", Map.of("label", "script", "role", "editor", "expiresAt",
                "2027-01-01T00:00:00Z"));
        Made agent = agentCredential();
        api.answered().clear();
        api.ask(admin, "GET", "/api/v1/tokens");
        api.ask(admin, "GET", "/api/v1/users");
        api.ask(admin, "GET", "/api/v1/audit");
        api.refusal("", "POST", "/api/v1/sessions", Map.of("name", "ann", "password", PASSWORD + "x"));
        access.close();
        store.close();

        StringBuilder all = new StringBuilder(String.join("\n", api.answered()));
        try (var files = Files.newDirectoryStream(folder, "control.db*")) {
            for (Path file : files) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        for (String secret : List.of(PASSWORD, admin, (String) token.get("token"), agent.token().reveal())) {
            String core = TokenText.parse(secret).map(text -> text.secret().reveal()).orElse(secret);
            assertThat(all.indexOf(core)).as("a secret").isNegative();
        }
        open();
    }

    @Test
    void signsWithARingThatVouchesForItsNewestKey() {
        Signer signer = access.signer();
        var first = signer.ring(Optional.empty()).orElseThrow();
        var known = Optional.of(first.hash());
        assertThat(signer.ring(known)).isEmpty();
        var oldKey = signer.keys().get(0);
        assertThat(oldKey.verifies("manifest", signer.sign("manifest", "{}"))).isTrue();
        for (int i = 0; i < 3; i++) {
            store.write(tx -> {
                signer.rotate(tx);
                return null;
            }).join();
        }

        assertThat(signer.number()).isEqualTo(4);
        assertThat(signer.sign("manifest", "{}").kid()).isEqualTo(signer.keys().get(3).kid());
        var ring = signer.ring(known).orElseThrow();
        assertThat(oldKey.verifies("keys", ring)).isTrue();
        again();
        assertThat(access.signer().ring(known)).contains(ring);
        assertThat(access.signer().number()).isEqualTo(4);
    }

    @Test
    void limitsWhatNobodyMayDo() {
        setUp();
        assertThat(new Caller.Nobody().role()).isEmpty();
        assertThat(api.refusal("", "GET", "/api/v1/users").code()).isEqualTo("access.role");
    }

    @Test
    void sharesSettingsThatAreStrongerThanTheServersOwn() {
        String admin = setUp();
        assertThat(api.ask(admin, "GET", "/api/v1/server")).containsEntry("database", "sqlite").containsEntry("version", 0)
                .containsEntry("storeId", store.id());
        Map<?, ?> changed = api.ask(admin, "PATCH", "/api/v1/server", Map.of("sync", Map.of("interval", "1m"), "rollout",
                Map.of("first", 7)), 0);

        assertThat(((Map<?, ?>) changed.get("settings")).get("rollout").toString()).contains("first=7").contains("factor=5");
        assertThat(access.settings().get().sync().interval()).isEqualTo(Duration.ofMinutes(1));
        again();
        assertThat(access.settings().get().rollout().first()).isEqualTo(7);
        assertThat(api.refusal(admin, "PATCH", "/api/v1/server", Map.of("sync", Map.of("interval", "1s")), 1).code())
                .isEqualTo("request.field");
        assertThat(api.refusal(admin, "PATCH", "/api/v1/server", Map.of("keep", Map.of("audit", "10d")), 0).code())
                .isEqualTo("server.version");
        Map<String, Object> back = new HashMap<>();
        back.put("sync", null);
        api.ask(admin, "PATCH", "/api/v1/server", back, 1);
        assertThat(access.settings().get().sync().interval()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void showsTheServersAndRotatesTheirKeys() {
        String admin = setUp();
        List<?> servers = (List<?>) api.ask(admin, "GET", "/api/v1/servers").get("items");
        assertThat(servers).hasSize(1);
        assertThat(servers.get(0).toString()).contains("address=https://localhost:9443").contains("current=true");
        Map<?, ?> ring = api.ask(admin, "POST", "/api/v1/signing-keys/rotate");
        assertThat(ring.get("number")).isEqualTo(2);
        assertThat((List<?>) ring.get("keys")).hasSize(2);
    }

    @Test
    void makesABackupThatHoldsNoSecret() throws Exception {
        String admin = setUp();
        String id = (String) api.ask(admin, "POST", "/api/v1/backups").get("id");
        Map<?, ?> operation = Map.of();
        while (!"done".equals(operation.get("state"))) {
            operation = api.ask(admin, "GET", "/api/v1/operations/" + id);
            assertThat(operation.get("state")).isNotEqualTo("failed");
        }
        Map<?, ?> backup = api.ask(admin, "GET", "/api/v1/backups/" + id);
        byte[] bytes = Files.readAllBytes(folder.resolve("backups").resolve((String) backup.get("file")));
        assertThat(backup.get("size")).isEqualTo(bytes.length);
        assertThat(java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(backup.get("sha256"));
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("CANARY")
                .doesNotContain(TokenText.parse(admin).orElseThrow().secret().reveal());
        assertThat(api.refusal(admin, "GET", "/api/v1/backups/none").code()).isEqualTo("backups.unknown");
    }

    @Test
    void writesDownWhoWasRefusedWhatOnceAMinute() throws Exception {
        String admin = setUp();
        Caller olga = new Caller.Person("id", "olga", io.penstock.control.server.http.Role.VIEWER, "x", false);
        for (int i = 0; i < 5; i++) {
            access.authenticator().refused(olga, "POST /api/v1/users", InetAddress.getByName("192.0.2.7"), "request-2", "access.role");
        }
        clock.advance(Duration.ofSeconds(61));
        access.authenticator().refused(olga, "POST /api/v1/users", InetAddress.getByName("192.0.2.7"), "request-3", "access.role");
        store.write(tx -> "all before is written").join();
        List<?> denied = (List<?>) api.ask(admin, "GET", "/api/v1/audit?actor=user:olga").get("items");
        assertThat(denied).hasSize(2);
        assertThat(denied.get(1).toString()).contains("result=denied", "id=POST /api/v1/users", "code=access.role", "request-2");
    }

    @Test
    void letsALimitedAccountChangeItsAgentsOnly() {
        String admin = setUp();
        String id = (String) api.ask(admin, "POST", "/api/v1/service-accounts", Map.of("name", "ci", "role", "operator", "selector",
                "site=north")).get("id");
        Caller ci = new Caller.Account(id, "ci", io.penstock.control.server.http.Role.OPERATOR, "x");
        access.agentsOf((selector, agent) -> selector.equals("site=north") && agent.equals("berlin"));

        assertThat(reaches(ci, "/api/v1/agents/{id}/actions", Map.of("id", "berlin"))).isTrue();
        assertThat(reaches(ci, "/api/v1/agents/{id}", Map.of("id", "rome"))).isFalse();
        assertThat(reaches(ci, "/api/v1/agents/bulk", Map.of())).isFalse();
        assertThat(reaches(ci, "/api/v1/pipes/{id}/assignment", Map.of("id", "berlin"))).isFalse();
        assertThat(reaches(ci, "/api/v1/pipes/validate", Map.of())).isTrue();
        Map<String, Object> all = new HashMap<>();
        all.put("selector", null);
        api.ask(admin, "PATCH", "/api/v1/service-accounts/" + id, all, 1);
        assertThat(reaches(ci, "/api/v1/agents/bulk", Map.of())).isTrue();
    }

    private boolean reaches(Caller caller, String template, Map<String, String> variables) {
        try {
            access.authenticator().checkReach(caller, template, variables);
            return true;
        } catch (PenstockException e) {
            assertThat(e.code()).isEqualTo("access.role");
            return false;
        }
    }

    @Test
    void takesAwayWhatWasKeptForLongEnough() {
        String admin = setUp();
        api.ask(admin, "DELETE", "/api/v1/sessions/current");
        begin(access.idempotency());
        access.tidy();
        assertThat(count("select count(*) as n from changes")).isPositive();
        assertThat(count("select count(*) as n from credentials where kind = 'se'")).isEqualTo(1);
        long entries = count("select count(*) as n from audit");
        clock.advance(Duration.ofDays(31));
        access.tidy();
        assertThat(count("select count(*) as n from credentials where kind = 'se'")).isZero();
        // Of the changes, those that say so are left.
        assertThat(count("select count(*) as n from changes where op <> 'DELETED'")).isZero();
        assertThat(count("select count(*) as n from idempotency")).isZero();
        assertThat(count("select count(*) as n from audit")).isEqualTo(entries);
        clock.advance(Duration.ofDays(400));
        access.tidy();
        assertThat(count("select count(*) as n from audit")).isEqualTo(1);
        assertThat(store.checkAudit().join().valid()).isTrue();
        assertThat(login("ann")).isNotEmpty();
        assertThat(store.checkAudit().join().valid()).isTrue();
    }

    private long count(String sql) {
        return store.read(rows -> rows.one(sql, row -> row.number("n"))).join().orElseThrow();
    }
}
