package io.penstock.control.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.TokenText;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Credentials;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleTest extends AccessRig {
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
}
