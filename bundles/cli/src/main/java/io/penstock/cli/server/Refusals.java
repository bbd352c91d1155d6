package io.penstock.cli.server;

import io.penstock.admin.api.PlainJson;
import io.penstock.cli.text.TableText;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import javax.net.ssl.SSLException;

/** What is said, and how a command ends, when a server refuses or cannot be reached. */
final class Refusals {
    private Refusals() {
    }

    /** A problem as the server told it. */
    static PenstockException of(HttpReply reply, URI server) {
        Optional<Map<?, ?>> problem = problem(reply);
        String code = problem.map(map -> map.get("code")).map(String::valueOf).orElse("server.answer");
        String detail = problem.map(map -> map.get("detail")).map(TableText::cell)
                .orElse("expected an answer of a Penstock server, but " + server + " answered " + reply.status());
        StringJoiner text = new StringJoiner("\n  ");
        text.add(detail + hint(reply.status(), code));
        problem.map(map -> map.get("errors")).filter(List.class::isInstance).map(List.class::cast)
                .ifPresent(errors -> ((List<?>) errors).forEach(error -> text.add(error((Map<?, ?>) error))));
        return new PenstockException(kind(reply.status()), code, text.toString());
    }

    private static Optional<Map<?, ?>> problem(HttpReply reply) {
        if (!reply.header("content-type").orElse("").startsWith("application/problem+json")) {
            return Optional.empty();
        }
        return PlainJson.read(reply.body()) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    private static String hint(int status, String code) {
        if (status == 401 && !code.equals("access.login")) {
            return "; penstock login signs in";
        }
        return status == 412 ? "; somebody changed it meanwhile: look again, then decide" : "";
    }

    private static String error(Map<?, ?> error) {
        Object line = error.get("line");
        String place = line != null ? "line " + line + (error.get("column") == null ? "" : ":" + error.get("column"))
                : TableText.cell(error.get("pointer"));
        return (place.isEmpty() ? "" : place + ": ") + TableText.cell(error.get("message")) + " [" + error.get("code") + "]";
    }

    static ErrorKind kind(int status) {
        return switch (status) {
            case 401, 403 -> ErrorKind.DENIED;
            case 404 -> ErrorKind.NOT_FOUND;
            case 409, 412 -> ErrorKind.CONFLICT;
            case 410 -> ErrorKind.CLOSED;
            case 429, 502, 503, 504 -> ErrorKind.RETRY;
            default -> status >= 400 && status < 500 ? ErrorKind.INVALID : ErrorKind.BUG;
        };
    }

    static PenstockException unreachable(URI server, IOException cause) {
        return new PenstockException(ErrorKind.RETRY, "server.unreachable", "nobody answers at " + server + ": "
                + TableText.printable(PenstockException.describe(cause)), cause);
    }

    static PenstockException tls(URI server, SSLException cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new PenstockException(ErrorKind.DENIED, "server.identity", server + " is not the server that is trusted, or does"
                + " not speak TLS: " + TableText.printable(PenstockException.describe(reason)), cause);
    }
}
