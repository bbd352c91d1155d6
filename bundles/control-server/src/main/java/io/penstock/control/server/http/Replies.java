package io.penstock.control.server.http;

import io.penstock.control.api.Json;
import io.penstock.control.api.Problem;
import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what is sent of what was answered. Thread-safe. */
final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final int LEAST_PACKED_BYTES = 1024;
    private static final int SOON_SECONDS = 2;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Json json;

    Replies(Json json) {
        this.json = json;
    }

    Reply of(Answer answer) {
        if (answer instanceof Answer.Json it) {
            return reply(it, RouteRule.JSON, json.bytes(it.body()));
        } else if (answer instanceof Answer.Bytes it) {
            return reply(it, it.type(), it.body());
        } else if (answer instanceof Answer.Refusal it) {
            return problem(it.problem(), it.headers());
        } else if (answer instanceof Answer.Events it) {
            return new Reply(it.status(), Map.of(Reply.TYPE, "text/event-stream", "Cache-Control", "no-store"), new byte[0],
                    Optional.of(it.source()));
        }
        return Reply.of(answer.status(), answer.headers(), new byte[0]);
    }

    private static Reply reply(Answer answer, String type, byte[] body) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put(Reply.TYPE, type);
        return Reply.of(answer.status(), headers, body);
    }

    /** What a failure is outside; of a defect the log has the rest. */
    Reply of(Throwable failure, RequestHead head) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Problem problem = cause instanceof PenstockException known ? Problem.of(known, head.id())
                : Problem.of(ProblemCode.SERVER_DEFECT, "the server's log has more under this request's id", head.id());
        if (problem.code() == ProblemCode.SERVER_DEFECT) {
            LOG.error("request {} ({} {}) failed", head.id(), head.method(), head.path(), cause);
        }
        return problem(problem, Map.of());
    }

    private Reply problem(Problem told, Map<String, String> more) {
        Problem problem = isLater(told) && told.retryAfterSeconds().isEmpty() ? told.retryAfter(SOON_SECONDS) : told;
        Map<String, String> headers = new HashMap<>(more);
        headers.put(Reply.TYPE, Problem.MEDIA_TYPE);
        headers.put("Cache-Control", "no-store");
        problem.retryAfterSeconds().ifPresent(seconds -> headers.put("Retry-After", Integer.toString(seconds)));
        if (problem.status() == UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        return Reply.of(problem.status(), headers, json.bytes(problem));
    }

    private static boolean isLater(Problem problem) {
        return problem.status() == TOO_MANY || problem.status() == UNAVAILABLE;
    }

    /** Packed, where the caller takes it and it is worth it. */
    static Reply packed(Reply reply, RequestHead head) {
        boolean worth = reply.body().length >= LEAST_PACKED_BYTES && !reply.headers().getOrDefault(Reply.TYPE, "").endsWith("zip")
                && head.header("accept-encoding").filter(codings -> codings.contains("gzip")).isPresent();
        if (!worth) {
            return reply;
        }
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("Content-Encoding", "gzip");
        headers.put("Vary", "Accept-Encoding");
        return Reply.of(reply.status(), headers, Gzip.pack(reply.body()));
    }
}
