package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Page;
import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A request that did not come over a connection. */
final class FakeCall implements Call {
    private static final Json JSON = new Json();
    private final String method;
    private final Map<String, String> variables;
    private final Map<String, String> query = new HashMap<>();
    private final Caller caller;
    private final byte[] body;
    private final long version;
    final CompletableFuture<Void> gone = new CompletableFuture<>();
    InetAddress from = InetAddress.getLoopbackAddress();

    FakeCall(String method, Map<String, String> variables, String queries, Caller caller, byte[] body, long version) {
        this.method = method;
        this.variables = variables;
        this.caller = caller;
        this.body = body;
        this.version = version;
        for (String one : queries.split("&")) {
            String[] pair = one.split("=", 2);
            if (pair.length == 2) {
                query.put(pair[0], java.net.URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path(String name) {
        return java.net.URLDecoder.decode(variables.get(name), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Override
    public boolean flag(String name) {
        return "true".equals(query.get(name));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public <T> T body(Class<T> type) {
        if (body.length == 0) {
            throw PenstockException.invalid("request.body", "there is no body");
        }
        return caller.role().isPresent() ? JSON.read(body, type) : JSON.readTolerant(body, type);
    }

    @Override
    public boolean hasBody() {
        return body.length > 0;
    }

    @Override
    public byte[] bytes() {
        return body;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public InetAddress from() {
        return from;
    }

    @Override
    public String requestId() {
        return "req-0123456789ab";
    }

    @Override
    public long ifMatch() {
        return version;
    }

    @Override
    public Page page() {
        return new Page(query("limit").map(Integer::parseInt).orElse(Page.USUAL), query("after"));
    }

    @Override
    public Optional<Duration> waitFor() {
        return query("wait").map(Long::parseLong).filter(seconds -> seconds > 0).map(Duration::ofSeconds);
    }

    @Override
    public CompletionStage<?> gone() {
        return gone;
    }
}
