package io.penstock.control.server.access;

import io.penstock.control.api.Json;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Credentials;
import io.penstock.control.server.http.Handler;
import io.penstock.control.server.http.Page;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Route;
import io.penstock.control.server.http.Routes;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The API without its port: routes, who asks, and what comes back as plain maps. */
final class Api implements Routes {
    /** What was said of a route. */
    private static final class Rule {
        private Optional<Role> role = Optional.empty();
        private Handler handler;
    }

    private final Access access;
    private final Map<String, Rule> rules = new HashMap<>();
    private final Json json = new Json();
    /** Everything that was answered, as it would be sent. */
    private final List<String> answered = new ArrayList<>();
    private InetAddress from = InetAddress.getLoopbackAddress();

    Api(Access access, List<Resource> resources) {
        this.access = access;
        resources.forEach(resource -> resource.routes(this));
    }

    @Override
    public Route on(String method, String template) {
        Rule rule = new Rule();
        return (Route) Proxy.newProxyInstance(Api.class.getClassLoader(), new Class<?>[] {Route.class}, (route, said, values) -> {
            if (said.getName().equals("role")) {
                rule.role = Optional.of((Role) values[0]);
            } else if (said.getName().equals("to")) {
                rule.handler = (Handler) values[0];
                return rules.put(method + " " + template, rule);
            }
            return route;
        });
    }

    Api from(InetAddress address) {
        from = address;
        return this;
    }

    List<String> answered() {
        return answered;
    }

    /** Asks with a bearer token. */
    Map<String, Object> ask(String token, String method, String path, Object... body) {
        return map(send(new Credentials(token.isEmpty() ? Optional.empty() : Optional.of(Secret.of(token)), Optional.empty(),
                Optional.empty(), !method.equals("GET")), method, path, body));
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(Answer answer) {
        if (!(answer instanceof Answer.Json body)) {
            return Map.of("status", answer.status());
        }
        String text = json.text(body.body());
        answered.add(text);
        return json.readTolerant(text, Map.class);
    }

    /** What a request is refused for. */
    PenstockException refusal(String token, String method, String path, Object... body) {
        try {
            ask(token, method, path, body);
        } catch (PenstockException e) {
            answered.add(e.getMessage());
            return e;
        }
        throw new AssertionError(method + " " + path + " was not refused");
    }

    Answer send(Credentials shown, String method, String path, Object... body) {
        String[] parts = path.split("\\?", 2);
        Map<String, String> variables = new HashMap<>();
        Rule rule = find(method, parts[0], variables);
        try {
            Caller caller = rule.role.isEmpty() ? new Caller.Nobody()
                    : access.authenticator().caller(shown, from).toCompletableFuture().join();
            if (rule.role.isPresent() && caller.role().filter(role -> role.holds(rule.role.get())).isEmpty()) {
                throw new PenstockException(ErrorKind.DENIED, "access.role", "no");
            }
            Answer answer = rule.handler.handle(new FakeCall(method, variables, parts.length < 2 ? "" : parts[1], caller, from, body))
                    .toCompletableFuture().join();
            if (answer instanceof Answer.Refusal refusal) {
                throw new PenstockException(ErrorKind.DENIED, refusal.problem().code().code(), refusal.problem().detail());
            }
            return answer;
        } catch (CompletionException e) {
            throw e.getCause() instanceof PenstockException known ? known : e;
        }
    }

    private Rule find(String method, String path, Map<String, String> variables) {
        return rules.entrySet().stream().filter(entry -> matches(entry.getKey(), method + " " + path, variables))
                .min(java.util.Comparator.comparing(entry -> entry.getKey().contains("{"))).orElseThrow(
                        () -> new AssertionError("no route " + method + " " + path)).getValue();
    }

    private static boolean matches(String template, String asked, Map<String, String> variables) {
        String[] wanted = template.split("/");
        String[] given = asked.split("/");
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    /** A request; the last of {@code body} that is a number is If-Match. */
    private record FakeCall(String method, Map<String, String> variables, String queries, Caller caller, InetAddress from,
            Object... body) implements Call {
        private static final Json JSON = new Json();

        @Override
        public String path(String name) {
            return variables.get(name);
        }

        @Override
        public Optional<String> query(String name) {
            for (String each : queries.split("&")) {
                if (each.startsWith(name + "=")) {
                    return Optional.of(each.substring(name.length() + 1));
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean flag(String name) {
            return query(name).equals(Optional.of("true"));
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public <T> T body(Class<T> type) {
            return JSON.read(bytes(), type);
        }

        @Override
        public boolean hasBody() {
            return body.length > 0 && body[0] instanceof Map;
        }

        @Override
        public byte[] bytes() {
            return JSON.bytes(body[0]);
        }

        @Override
        public String requestId() {
            return "request-1";
        }

        @Override
        public long ifMatch() {
            return ((Number) body[body.length - 1]).longValue();
        }

        @Override
        public Page page() {
            return new Page(query("limit").map(Integer::parseInt).orElse(Page.USUAL), query("after"));
        }

        @Override
        public Optional<Duration> waitFor() {
            return Optional.empty();
        }

        @Override
        public CompletionStage<?> gone() {
            return new CompletableFuture<>();
        }
    }
}
