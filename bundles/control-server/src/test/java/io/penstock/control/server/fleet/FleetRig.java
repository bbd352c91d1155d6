package io.penstock.control.server.fleet;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.Json;
import io.penstock.control.server.access.Access;
import io.penstock.control.server.access.Presented;
import io.penstock.control.server.access.ServerFacts;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Handler;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Route;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.ToolReader;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.StoreSettings;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Settings;
import io.penstock.core.time.ManualClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** The fleet on a store of its own and a clock that leaps, asked as the port would. */
final class FleetRig implements AutoCloseable {
    static final Caller ANN = new Caller.Person("0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47", "ann", Role.ADMIN, "7Hq2LwZr9TbXc4Vn",
            false);
    private static final MasterKey KEY = MasterKey.of(io.penstock.core.value.Secret.of(
            java.util.Base64.getEncoder().encodeToString(new byte[32])));

    final ManualClock clock;
    private final Path folder;
    private final StoreSettings where;
    final Json json = new Json();
    final Store store;
    final Access access;
    final Fleet fleet;
    private final Map<String, Handler> handlers = new HashMap<>();

    FleetRig(Path folder) {
        this(folder, new ManualClock(Instant.parse("2026-11-21T00:00:00Z")));
    }

    FleetRig(Path folder, ManualClock clock) {
        this(folder, clock, StoreSettings.embedded("0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47"));
    }

    /** One of several servers, or the only one. */
    FleetRig(Path folder, ManualClock clock, StoreSettings where) {
        this.where = where;
        this.clock = clock;
        this.folder = folder;
        SecureRandom random = new SecureRandom();
        ServerSettings settings = Settings.bind(ServerSettings.class, Map.of());
        this.store = Store.open(where, folder, KEY, clock, random);
        this.access = Access.open(new Access.Parts(store, KEY, folder, clock, random, new ServerFacts(FleetRig::place, "0.1.0",
                folder, clock.now()), () -> settings, UnaryOperator.identity()));
        this.fleet = Fleet.idle(new Fleet.Parts(store, access.credentials(), access.signer(), () -> settings,
                FleetRig::place,
                where.server(), new ToolReader(List::of), clock, random));
        fleet.resources().forEach(resource -> resource.routes(new Table()));
    }

    private static Place place() {
        return new Place(URI.create("https://penstock:9443"), Optional.of("sha256:" + "A".repeat(43) + "="));
    }

    private final class Table implements Routes {
        @Override
        public Route on(String method, String template) {
            return (Route) Proxy.newProxyInstance(FleetRig.class.getClassLoader(), new Class<?>[] {Route.class},
                    (route, said, values) -> {
                        if (said.getName().equals("to")) {
                            handlers.put(method + " " + template, (Handler) values[0]);
                            return null;
                        }
                        return route;
                    });
        }
    }

    /** What a request answers, as it comes. */
    CompletableFuture<Answer> send(Caller caller, String method, String path, byte[] body, long version) {
        return send(new String[1], caller, method, path, body, version, Optional.empty());
    }

    private CompletableFuture<Answer> send(String[] out, Caller caller, String method, String path, byte[] body, long version,
                                           Optional<java.net.InetAddress> from) {
        String[] parts = path.split("\\?", 2);
        Map<String, String> variables = new HashMap<>();
        String key = handlers.keySet().stream().filter(template -> matches(template, method + " " + parts[0]))
                .min(java.util.Comparator.comparing((String template) -> template.contains("{"))
                        .thenComparing(template -> template.length())).orElseThrow(() ->
                        new AssertionError("no route " + method + " " + path));
        String[] wanted = key.split("/");
        String[] given = (method + " " + parts[0]).split("/");
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            }
        }
        FakeCall call = new FakeCall(method, variables, parts.length < 2 ? "" : parts[1], caller, body, version);
        from.ifPresent(address -> call.from = address);
        try {
            return handlers.get(key).handle(call).toCompletableFuture();
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean matches(String template, String asked) {
        String[] wanted = template.split("/");
        String[] given = asked.split("/");
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].startsWith("{") && !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    Answer answer(Caller caller, String method, String path, Object body, long version) {
        try {
            return send(caller, method, path, body.equals("") ? new byte[0] : json.bytes(body), version).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PenstockException known ? known : e;
        }
    }

    /** As ann: what comes back, as plain values. */
    @SuppressWarnings("unchecked")
    Map<String, Object> ask(String method, String path, Object body, long... version) {
        Answer answer = answer(ANN, method, path, body, version.length == 0 ? -1 : version[0]);
        return answer instanceof Answer.Json shown ? json.readTolerant(json.text(shown.body()), Map.class)
                : answer instanceof Answer.Refusal refusal ? json.readTolerant(json.text(refusal.problem()), Map.class)
                : Map.of("status", answer.status());
    }

    Map<String, Object> get(String path) {
        return ask("GET", path, "");
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> items(String path) {
        return (List<Map<String, Object>>) get(path).get("items");
    }

    PenstockException refusal(String method, String path, Object body, long... version) {
        try {
            ask(method, path, body, version);
        } catch (PenstockException e) {
            return e;
        }
        throw new AssertionError(method + " " + path + " was not refused");
    }

    /** Whose a token is, as the port finds out. */
    Caller caller(String token) {
        Presented shown = access.credentials().verify(token).filter(Presented::valid).orElseThrow(() ->
                new AssertionError("the token does not count"));
        return shown.kind() == CredentialKind.AGENT ? new Caller.AgentCaller(shown.owner(), shown.id())
                : new Caller.EnrolmentCaller(shown.id(), shown.kind());
    }

    CompletableFuture<Answer> enroll(String token, Object request) {
        return send(caller(token), "POST", "/agent/v1/enroll", json.bytes(request), -1);
    }

    /** Writes what agents told, and lets memory know. */
    void settle() {
        for (int i = 0; i < 3; i++) {
            fleet.pulse().often();
            reach();
            fleet.mirror().settled().join();
        }
    }

    /** Memory knows whatever any server has written until now: changes are told in order, and one's own last. */
    void reach() {
        store.write(tx -> {
            tx.change(ChangeKind.SERVER, "tick", ChangeOp.CHANGED, 0);
            return null;
        }).join();
        fleet.mirror().settled().join();
    }

    /** Time passes, with all that happens by it. */
    void pass(Duration time) {
        clock.advance(time);
        fleet.pulse().everySecond();
        fleet.pulse().everyFiveSeconds();
        settle();
    }

    /** A pipe with its first revision; its id. */
    String pipe(String name, String selector) {
        Map<String, Object> made = ask("POST", "/api/v1/pipes", Map.of("text", text(name, 1)));
        String id = (String) ((Map<?, ?>) made.get("pipe")).get("id");
        ask("POST", "/api/v1/pipes/" + id + "/revisions", Map.of("message", "first"));
        ask("PUT", "/api/v1/pipes/" + id + "/assignment", Map.of("selector", selector), 1);
        return id;
    }

    /** One more revision. */
    int revise(String pipe, String name, int number) {
        ask("PUT", "/api/v1/pipes/" + pipe + "/draft", Map.of("text", text(name, number)), 0);
        return (int) ask("POST", "/api/v1/pipes/" + pipe + "/revisions", Map.of("message", "revision")).get("number");
    }

    Map<String, Object> rollOut(String pipe, int revision) {
        return ask("POST", "/api/v1/rollouts", Map.of("pipe", pipe, "revision", revision));
    }

    static String text(String name, int number) {
        return "name: " + name + "\nlabels: { number: \"" + number + "\" }\nparams:\n  every: { type: string, default: 1s }\n"
                + "input: { host: { every: \"{{ params.every }}\" } }\noutput: { console: {} }\n";
    }

    List<String> ids(List<Map<String, Object>> items) {
        List<String> ids = new ArrayList<>();
        items.forEach(item -> ids.add((String) item.get("id")));
        return ids;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The server stopped and started. */
    FleetRig again() {
        close();
        return new FleetRig(folder, clock, where);
    }

    @Override
    public void close() {
        fleet.close();
        access.close();
        store.close();
    }
}
