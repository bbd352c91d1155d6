package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Optional;

/**
 * What every failure answers (RFC 9457). Programs decide by the code, people read the detail; neither holds a secret.
 *
 * @param type {@code urn:penstock:problem:} and the code
 * @param title the code in words
 * @param status the HTTP status
 * @param code what happened
 * @param detail what was found and what was expected
 * @param instance the request's id, which is in the log too
 * @param errors what is wrong where
 * @param conflict who else is there; only with {@link ProblemCode#AGENTS_CONFLICT}
 * @param retryAfterSeconds as the header Retry-After
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, ProblemCode code,
                      @JsonInclude(JsonInclude.Include.ALWAYS) String detail, String instance, List<FieldProblem> errors,
                      Optional<ConflictWith> conflict, Optional<Integer> retryAfterSeconds) {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";
    /** The most places that are named. */
    public static final int MAX_ERRORS = 200;
    private static final String TYPE = "urn:penstock:problem:";
    private static final int MAX_DETAIL = 4000;

    public Problem {
        Given.text(title, "title", 1, 200);
        Given.within(status, "status", 400, 599);
        Given.constant(type, "type", TYPE + Given.required(code, "code").code());
        Given.text(detail, "detail", 0, MAX_DETAIL);
        TextRule.REQUEST_ID.checked(instance, "instance");
        errors = Given.listIfAny(errors, "errors", 0, MAX_ERRORS);
        Given.required(conflict, "conflict");
        Given.withinIfAny(retryAfterSeconds, "retryAfterSeconds", 0, 86_400);
    }

    /** A problem without particulars. */
    public static Problem of(ProblemCode code, String detail, String requestId) {
        return new Problem(TYPE + code.code(), code.title(), code.status(), code, cut(detail), requestId, List.of(),
                Optional.empty(), Optional.empty());
    }

    /**
     * What a failure is called outside. A code that is not in the table becomes the first of the errors, so that it is not
     * lost. Of defects and corruption only the request's id is told; the log has the rest.
     */
    public static Problem of(PenstockException failure, String requestId) {
        ProblemCode code = ProblemCode.of(failure);
        if (code == ProblemCode.SERVER_DEFECT) {
            return of(code, "the server's log has more under this request's id", requestId);
        }
        Problem problem = of(code, failure.getMessage(), requestId);
        boolean told = failure.code().equals(code.code()) && pointer(failure).isEmpty();
        return told || code == ProblemCode.PRECONDITION_FAILED && failure.kind() == ErrorKind.CONFLICT ? problem
                : problem.withErrors(List.of(FieldProblem.of(pointer(failure), failure.code(), failure.getMessage())));
    }

    private static String pointer(PenstockException failure) {
        return failure.getCause() instanceof JsonMappingException mapping ? Json.pointer(mapping) : "";
    }

    /** With places; of more than {@link #MAX_ERRORS} the first. */
    public Problem withErrors(List<FieldProblem> all) {
        return new Problem(type, title, status, code, detail, instance, all.subList(0, Math.min(all.size(), MAX_ERRORS)),
                conflict, retryAfterSeconds);
    }

    /** With the process that is in the way. */
    public Problem withConflict(ConflictWith other) {
        return new Problem(type, title, status, code, detail, instance, errors, Optional.of(other), retryAfterSeconds);
    }

    /** With the time to wait. */
    public Problem retryAfter(int seconds) {
        return new Problem(type, title, status, code, detail, instance, errors, conflict, Optional.of(seconds));
    }

    static String cut(String text) {
        return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL - 1) + "…" : text;
    }
}
