package io.penstock.control.server.http;

import io.penstock.control.api.Problem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What goes back. Bodies are written by {@code control.api.Json}. Immutable. */
public sealed interface Answer {
    /** The status. */
    int status();

    /** More headers. */
    Map<String, String> headers();

    /** The same with one more header. */
    Answer header(String name, String value);

    /** The same, told once and never kept: it holds a secret. */
    default Answer secret() {
        return header("Cache-Control", "no-store");
    }

    /** A record, a map or a list. */
    record Json(int status, Object body, Map<String, String> headers) implements Answer {
        @Override
        public Json header(String name, String value) {
            return new Json(status, body, and(headers, name, value));
        }
    }

    /** No body. */
    record Empty(int status, Map<String, String> headers) implements Answer {
        @Override
        public Empty header(String name, String value) {
            return new Empty(status, and(headers, name, value));
        }
    }

    /** Bytes of a media type; not to be changed. */
    record Bytes(int status, String type, byte[] body, Map<String, String> headers) implements Answer {
        @Override
        public Bytes header(String name, String value) {
            return new Bytes(status, type, body, and(headers, name, value));
        }
    }

    /** A stream of server-sent events. */
    record Events(SseSource source) implements Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public Events header(String name, String value) {
            throw new IllegalStateException("a stream has its own headers only");
        }
    }

    /** A refusal with more than an exception can say; its {@code instance} must be {@link Call#requestId}. */
    record Refusal(Problem problem, Map<String, String> headers) implements Answer {
        @Override
        public int status() {
            return problem.status();
        }

        @Override
        public Refusal header(String name, String value) {
            return new Refusal(problem, and(headers, name, value));
        }
    }

    /** 200. */
    static Answer ok(Object body) {
        return new Json(200, body, Map.of());
    }

    /** 200 with the row's version as ETag. */
    static Answer ok(Object body, long version) {
        return ok(body).header("ETag", etag(version));
    }

    /** 201 with its place. */
    static Answer created(String location, Object body) {
        return new Json(201, body, Map.of("Location", location));
    }

    /** 201 with its place and the row's version. */
    static Answer created(String location, Object body, long version) {
        return created(location, body).header("ETag", etag(version));
    }

    /** One page of a list. */
    static Answer list(List<?> items, Optional<String> next) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("items", items);
        next.ifPresent(after -> page.put("next", after));
        return ok(page);
    }

    /** 204. */
    static Answer none() {
        return new Empty(204, Map.of());
    }

    /** 202: it goes on after the answer. */
    static Answer accepted(Object body) {
        return new Json(202, body, Map.of());
    }

    /** 202 with where to look how far it is. */
    static Answer accepted(String location, Object body) {
        return new Json(202, body, Map.of("Location", location));
    }

    /** A refusal with particulars. */
    static Answer refused(Problem problem) {
        return new Refusal(problem, Map.of());
    }

    /** A version as ETag has it. */
    static String etag(long version) {
        return "\"" + version + "\"";
    }

    private static Map<String, String> and(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return Map.copyOf(more);
    }
}
