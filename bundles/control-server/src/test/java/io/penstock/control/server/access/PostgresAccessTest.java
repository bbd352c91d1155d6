package io.penstock.control.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Credentials;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.PostgresPlace;
import io.penstock.control.server.store.Store;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.core.value.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made, changed or ended on one server counts on the others. */
@Tag("postgres")
class PostgresAccessTest {
    private static final String PASSWORD = "CANARY-correct horse battery";
    private static final long WITHIN_SECONDS = 10;

    @TempDir
    Path folder;
    private final SecureRandom random = new SecureRandom();
    private final List<Store> stores = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();
    private final List<Api> apis = new ArrayList<>();
    private PostgresPlace place;

    @BeforeEach
    void open() {
        place = new PostgresPlace(folder);
        MasterKey key = MasterKey.inFolder(folder, random);
        for (int i = 0; i < 2; i++) {
            Store store = Store.open(place.settings("server-" + i), folder, key, Clock.system(), random);
            ServerFacts facts = new ServerFacts(() -> new Place(URI.create("https://localhost"), Optional.empty()), "0.1.0",
                    folder.resolve("backups"), Clock.system().now());
            Access access = Access.open(new Access.Parts(store, key, folder, Clock.system(), random, facts,
                    () -> TestSettings.usual(Optional.empty()), UnaryOperator.identity()));
            stores.add(store);
            accesses.add(access);
            apis.add(new Api(access, access.resources()));
        }
    }

    @AfterEach
    void close() {
        accesses.forEach(Access::close);
        stores.forEach(Store::close);
        place.close();
    }

    private static void eventually(Supplier<Object> what, Object wanted) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
        while (!wanted.equals(what.get()) && System.nanoTime() < end) {
            never.await(20, TimeUnit.MILLISECONDS);
        }
        assertThat(what.get()).isEqualTo(wanted);
    }

    private String setUp() {
        String code = accesses.get(0).setup().renew().join().orElseThrow().code().reveal();
        apis.get(0).ask("", "POST", "/api/v1/setup", Map.of("code", code, "name", "ann", "password", PASSWORD));
        return (String) apis.get(0).ask("", "POST", "/api/v1/sessions", Map.of("name", "ann", "password", PASSWORD)).get("token");
    }

    private Object on(int server, String token) {
        return accesses.get(server).authenticator().caller(new Credentials(Optional.of(Secret.of(token)), Optional.empty(),
                Optional.empty(), false), InetAddress.getLoopbackAddress()).handle((caller, failure) -> failure == null
                        ? caller.actor() : ((PenstockException) (failure instanceof CompletionException wrapped
                                ? wrapped.getCause() : failure)).code()).toCompletableFuture().join();
    }

    @Test
    void letsASessionCountOnAllServersUntilItEnds() throws Exception {
        String token = setUp();
        eventually(() -> on(1, token), "user:ann");
        apis.get(0).ask(token, "DELETE", "/api/v1/sessions/current");
        assertThat(on(0, token)).isEqualTo("access.token");
        eventually(() -> on(1, token), "access.token");
    }

    @Test
    void refusesARevokedCredentialOnAllServersThoughNobodyIsTold() throws Exception {
        Made made = stores.get(0).write(tx -> accesses.get(0).credentials().make(tx, CredentialKind.AGENT, "a1", "",
                Optional.empty())).join();
        String token = made.token().reveal();
        eventually(() -> on(1, token), "agent:a1");
        place.meddle("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                + " and query ilike 'listen%'");
        stores.get(0).write(tx -> {
            accesses.get(0).credentials().revoke(tx, made.id());
            return null;
        }).join();
        assertThat(on(0, token)).isEqualTo("credentials.revoked");
        eventually(() -> on(1, token), "credentials.revoked");
    }

    @Test
    void followsRolesSettingsAndSigningKeys() throws Exception {
        String admin = setUp();
        Object id = apis.get(0).ask(admin, "POST", "/api/v1/users", Map.of("name", "olga", "role", "operator", "password", PASSWORD))
                .get("id");
        String olga = (String) apis.get(0).ask("", "POST", "/api/v1/sessions", Map.of("name", "olga", "password", PASSWORD)).get("token");
        eventually(() -> on(1, olga), "user:olga");
        apis.get(0).ask(admin, "PATCH", "/api/v1/users/" + id, Map.of("role", "viewer"), 1);
        eventually(() -> apis.get(1).ask(olga, "GET", "/api/v1/me").get("role"), "viewer");
        apis.get(0).ask(admin, "PATCH", "/api/v1/users/" + id, Map.of("disabled", true), 2);
        eventually(() -> on(1, olga), "access.token");

        apis.get(0).ask(admin, "PATCH", "/api/v1/server", Map.of("rollout", Map.of("first", 9)), 0);
        eventually(() -> accesses.get(1).settings().get().rollout().first(), 9);
        apis.get(0).ask(admin, "POST", "/api/v1/signing-keys/rotate");
        eventually(() -> accesses.get(1).signer().number(), 2L);
        assertThat(accesses.get(1).signer().keys()).isEqualTo(accesses.get(0).signer().keys());
        assertThat((List<?>) apis.get(1).ask(admin, "GET", "/api/v1/servers").get("items")).hasSize(2);
        assertThat(new String(place.dump(), java.nio.charset.StandardCharsets.UTF_8)).contains("olga").doesNotContain("CANARY");
    }

    @Test
    void makesOneFirstAdminOnly() {
        String one = accesses.get(0).setup().renew().join().orElseThrow().code().reveal();
        var answers = List.of("ann", "bea", "cleo", "dora").stream().map(name -> accesses.get(0).setup().use(Secret.of(one), name,
                Secret.of(PASSWORD), act -> act).handle((person, failure) -> failure == null)).toList();
        assertThat(answers.stream().filter(answer -> answer.join())).hasSize(1);
        assertThat(accesses.get(1).setup().renew().join()).isEmpty();
    }

    @Test
    void takesASessionAsUsedThatIsUsedOnAnotherServer() throws Exception {
        String token = setUp();
        eventually(() -> on(1, token), "user:ann");
        ManualClock later = new ManualClock(Clock.system().now().plus(Duration.ofMinutes(40)));
        try (Store store = Store.open(place.settings("server-2"), folder, MasterKey.inFolder(folder, random), later, random);
                Access access = Access.open(new Access.Parts(store, MasterKey.inFolder(folder, random), folder, later, random,
                        new ServerFacts(() -> new Place(URI.create("https://localhost"), Optional.empty()), "0.1.0",
                                folder.resolve("backups"), later.now()), () -> TestSettings.usual(Optional.empty()),
                        UnaryOperator.identity()))) {
            accesses.add(access);
            assertThat(on(2, token)).isEqualTo("access.token");
            stores.get(0).write(tx -> tx.update("update credentials set used_at = ? where kind = 'se'",
                    later.now().minus(Duration.ofMinutes(5)))).join();
            assertThat(on(2, token)).isEqualTo("user:ann");
            accesses.remove(access);
        }
    }

    @Test
    void takesAwayWhatWasKeptForLongEnough() {
        String admin = setUp();
        accesses.get(0).tidy();
        accesses.get(1).tidy();
        assertThat(apis.get(0).ask(admin, "GET", "/api/v1/audit/verify")).containsEntry("valid", true);
        stores.get(0).write(tx -> tx.update("update changes set at = 0")).join();
        accesses.get(0).tidy();
        assertThat(stores.get(0).read(rows -> rows.one("select count(*) as n from changes", row -> row.number("n"))).join())
                .contains(0L);
        assertThat(stores.get(0).trouble()).isEmpty();
    }
}
