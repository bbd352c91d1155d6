package io.penstock.cli.server;

import io.penstock.admin.api.PlainJson;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server's API with plain values in and out. One thread. */
final class Api implements AutoCloseable {
    private static final int PAGE = 1000;
    private static final int KEY_BYTES = 16;

    private final ServerContext server;
    private final ServerLink link;
    private final Optional<String> token;
    private Optional<Instant> serverTime = Optional.empty();

    Api(ServerContext server, Optional<String> token) {
        this.server = server;
        this.link = new ServerLink(server);
        this.token = token;
    }

    ServerContext server() {
        return server;
    }

    /** When it last answered, by its own clock. */
    Optional<Instant> serverTime() {
        return serverTime;
    }

    Map<String, Object> get(Query query) {
        return map(send("GET", query, null, Map.of()));
    }

    /** Nothing where there is none. */
    Optional<HttpReply> mayGet(Query query) {
        HttpReply reply = ask("GET", query, null, Map.of());
        return reply.status() == 404 ? Optional.empty() : Optional.of(checked(reply));
    }

    /** A body that is no JSON. */
    String text(Query query) {
        return send("GET", query, null, Map.of()).body();
    }

    /** Everything on a list, page by page; at most so many. */
    List<Map<String, Object>> list(Query query, int most) {
        List<Map<String, Object>> items = new ArrayList<>();
        Query page = query.with("limit", Math.min(PAGE, Math.max(1, most)));
        while (true) {
            Map<String, Object> answer = get(page);
            items(answer, "items").stream().limit(most - (long) items.size()).forEach(items::add);
            Object next = answer.get("next");
            if (next == null || items.size() >= most) {
                return items;
            }
            page = query.with("after", next);
        }
    }

    List<Map<String, Object>> list(Query query) {
        return list(query, Integer.MAX_VALUE);
    }

    /** Makes something: once, however often it has to be sent. */
    Map<String, Object> create(Query query, Object body) {
        return map(send("POST", query, body, Map.of("Idempotency-Key", key())));
    }

    /** Asks for something that is not kept. */
    Map<String, Object> post(Query query, Object body) {
        return map(send("POST", query, body, Map.of()));
    }

    /** Changes what {@code seen} shows as it is now. */
    Map<String, Object> change(String method, Query query, Query seen, Object body) {
        return change(method, query, etag(seen), body);
    }

    /** Changes it if it is still the one with this version. */
    Map<String, Object> change(String method, Query query, String etag, Object body) {
        return map(send(method, query, body, Map.of("If-Match", etag)));
    }

    /** Changes what has no versions. */
    void put(Query query, Object body) {
        send("PUT", query, body, Map.of());
    }

    void delete(Query query) {
        send("DELETE", query, null, Map.of());
    }

    /** The version of something, as changes want it; {@code "0"} where there is nothing yet. */
    String etag(Query query) {
        return mayGet(query).flatMap(reply -> reply.header("etag")).orElse("\"0\"");
    }

    void stream(Query query, Optional<String> lastEvent, ServerLink.Lines lines) {
        Map<String, String> headers = headers(Map.of("Accept", "text/event-stream"));
        lastEvent.ifPresent(id -> headers.put("Last-Event-ID", id));
        checked(link.stream(query.target(), headers, lines));
    }

    private HttpReply send(String method, Query query, Object body, Map<String, String> headers) {
        return checked(ask(method, query, body, headers));
    }

    private HttpReply ask(String method, Query query, Object body, Map<String, String> headers) {
        HttpReply reply = link.call(method, query.target(), headers(headers), body == null ? null : PlainJson.line(body));
        serverTime = reply.header("date").map(Api::time).or(() -> serverTime);
        return reply;
    }

    private static Instant time(String date) {
        return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }

    private Map<String, String> headers(Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, application/problem+json");
        token.ifPresent(text -> headers.put("Authorization", "Bearer " + text));
        headers.putAll(more);
        return headers;
    }

    private HttpReply checked(HttpReply reply) {
        if (!reply.good()) {
            throw Refusals.of(reply, server.url());
        }
        return reply;
    }

    private Map<String, Object> map(HttpReply reply) {
        return reply.body().isEmpty() ? new LinkedHashMap<>() : map(reply.body());
    }

    /** A JSON object. */
    static Map<String, Object> map(String json) {
        if (PlainJson.read(json) instanceof Map<?, ?> map) {
            return plain(map);
        }
        throw new PenstockException(ErrorKind.BUG, "server.answer", "expected a JSON object in the server's answer");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> plain(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    /** A list of objects within an answer; empty where there is none. */
    static List<Map<String, Object>> items(Map<?, ?> answer, String name) {
        return answer.get(name) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(item -> plain((Map<?, ?>) item)).toList() : List.of();
    }

    private static String key() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        link.close();
    }
}
