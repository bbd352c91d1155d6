package io.penstock.control.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.TokenText;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Credentials;
import io.penstock.control.server.http.IdempotencyStore;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachinesTest extends AccessRig {
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
