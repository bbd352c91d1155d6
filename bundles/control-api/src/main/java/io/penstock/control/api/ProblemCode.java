package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonValue;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every code a problem can have, with its status and title: the one table, equal to that of {@code openapi.yaml}. */
public enum ProblemCode {
    /** The body is not what is expected. */
    REQUEST_BODY("request.body", 400, "The body is not what is expected"),
    /** A field is not what is expected. */
    REQUEST_FIELD("request.field", 400, "A field is not what is expected"),
    /** A query parameter is not what is expected. */
    REQUEST_QUERY("request.query", 400, "A query parameter is not what is expected"),
    /** A header is not what is expected. */
    REQUEST_HEADER("request.header", 400, "A header is not what is expected"),
    /** There is no such path. */
    REQUEST_PATH("request.path", 404, "There is no such path"),
    /** There is no such thing. */
    REQUEST_UNKNOWN("request.unknown", 404, "There is no such thing"),
    /** Something is in the way. */
    REQUEST_CONFLICT("request.conflict", 409, "Something is in the way"),
    /** It is gone. */
    REQUEST_GONE("request.gone", 410, "It is gone"),
    /** The path has no such method. */
    REQUEST_METHOD("request.method", 405, "The path has no such method"),
    /** The answer cannot be given in that form. */
    REQUEST_NOT_ACCEPTABLE("request.not-acceptable", 406, "The answer cannot be given in that form"),
    /** The body is too large. */
    REQUEST_TOO_LARGE("request.too-large", 413, "The body is too large"),
    /** The body has another media type. */
    REQUEST_MEDIA_TYPE("request.media-type", 415, "The body has another media type"),
    /** The selector cannot be read. */
    SELECTOR_SYNTAX("selector.syntax", 400, "The selector cannot be read"),
    /** An Idempotency-Key is needed. */
    IDEMPOTENCY_MISSING("idempotency.missing", 400, "An Idempotency-Key is needed"),
    /** The Idempotency-Key came with another request. */
    IDEMPOTENCY_REUSED("idempotency.reused", 422, "The Idempotency-Key came with another request"),
    /** The first request with this Idempotency-Key is not done. */
    IDEMPOTENCY_RUNNING("idempotency.running", 409, "The first request with this Idempotency-Key is not done"),
    /** The answer held a secret and is not given again. */
    IDEMPOTENCY_SECRET_SHOWN("idempotency.secret-shown", 409, "The answer held a secret and is not given again"),
    /** No valid credential. */
    ACCESS_TOKEN("access.token", 401, "No valid credential"),
    /** Wrong name or password. */
    ACCESS_LOGIN("access.login", 401, "Wrong name or password"),
    /** The old password is wrong. */
    ACCESS_PASSWORD("access.password", 403, "The old password is wrong"),
    /** Not allowed for this role. */
    ACCESS_ROLE("access.role", 403, "Not allowed for this role"),
    /** The Penstock-CSRF header or the origin is wrong. */
    ACCESS_CSRF("access.csrf", 403, "The Penstock-CSRF header or the origin is wrong"),
    /** The credential is another agent's. */
    ACCESS_AGENT("access.agent", 403, "The credential is another agent's"),
    /** Too many requests. */
    ACCESS_RATE("access.rate", 429, "Too many requests"),
    /** Too many failed attempts. */
    ACCESS_LOCKED("access.locked", 429, "Too many failed attempts"),
    /** An If-Match is needed. */
    PRECONDITION_MISSING("precondition.missing", 428, "An If-Match is needed"),
    /** It was changed by somebody else. */
    PRECONDITION_FAILED("precondition.failed", 412, "It was changed by somebody else"),
    /** The database cannot be reached. */
    STORE_UNAVAILABLE("store.unavailable", 503, "The database cannot be reached"),
    /** The server is starting. */
    SERVER_STARTING("server.starting", 503, "The server is starting"),
    /** The server is busy. */
    SERVER_BUSY("server.busy", 503, "The server is busy"),
    /** A defect of the server. */
    SERVER_DEFECT("server.defect", 500, "A defect of the server"),
    /** Wrong set-up code. */
    SETUP_CODE("setup.code", 403, "Wrong set-up code"),
    /** There is an admin. */
    SETUP_DONE("setup.done", 410, "There is an admin"),
    /** No such user. */
    USERS_UNKNOWN("users.unknown", 404, "No such user"),
    /** The name is taken. */
    USERS_NAME_TAKEN("users.name-taken", 409, "The name is taken"),
    /** The last admin stays. */
    USERS_LAST_ADMIN("users.last-admin", 409, "The last admin stays"),
    /** The password is too weak. */
    USERS_PASSWORD("users.password", 422, "The password is too weak"),
    /** No such service account. */
    ACCOUNTS_UNKNOWN("accounts.unknown", 404, "No such service account"),
    /** The name is taken. */
    ACCOUNTS_NAME_TAKEN("accounts.name-taken", 409, "The name is taken"),
    /** No such token. */
    TOKENS_UNKNOWN("tokens.unknown", 404, "No such token"),
    /** The role is above one's own. */
    TOKENS_ROLE("tokens.role", 403, "The role is above one's own"),
    /** The time of expiry is not allowed. */
    TOKENS_EXPIRES("tokens.expires", 422, "The time of expiry is not allowed"),
    /** No such session. */
    SESSIONS_UNKNOWN("sessions.unknown", 404, "No such session"),
    /** Unknown credential. */
    CREDENTIALS_UNKNOWN("credentials.unknown", 401, "Unknown credential"),
    /** The credential is revoked. */
    CREDENTIALS_REVOKED("credentials.revoked", 403, "The credential is revoked"),
    /** No such agent. */
    AGENTS_UNKNOWN("agents.unknown", 404, "No such agent"),
    /** The name is taken. */
    AGENTS_NAME_TAKEN("agents.name-taken", 409, "The name is taken"),
    /** The id is taken. */
    AGENTS_ID_TAKEN("agents.id-taken", 409, "The id is taken"),
    /** Another process has this identity. */
    AGENTS_CONFLICT("agents.conflict", 409, "Another process has this identity"),
    /** The agent is disabled. */
    AGENTS_DISABLED("agents.disabled", 403, "The agent is disabled"),
    /** The agent was taken away. */
    AGENTS_REMOVED("agents.removed", 410, "The agent was taken away"),
    /** The agent's state does not allow it. */
    AGENTS_STATE("agents.state", 409, "The agent's state does not allow it"),
    /** No such key. */
    KEYS_UNKNOWN("keys.unknown", 404, "No such key"),
    /** The key is revoked. */
    KEYS_REVOKED("keys.revoked", 409, "The key is revoked"),
    /** No such enrolment key. */
    ENROLMENTS_UNKNOWN("enrolments.unknown", 404, "No such enrolment key"),
    /** The enrolment key is closed. */
    ENROLMENTS_CLOSED("enrolments.closed", 409, "The enrolment key is closed"),
    /** The key is not valid here. */
    ENROL_KEY("enrol.key", 401, "The key is not valid here"),
    /** The enrolment is closed. */
    ENROL_CLOSED("enrol.closed", 403, "The enrolment is closed"),
    /** The enrolment is used up. */
    ENROL_LIMIT("enrol.limit", 403, "The enrolment is used up"),
    /** The enrolment does not allow this address. */
    ENROL_ADDRESS("enrol.address", 403, "The enrolment does not allow this address"),
    /** The enrolment has expired. */
    ENROL_EXPIRED("enrol.expired", 403, "The enrolment has expired"),
    /** The name is taken. */
    ENROL_NAME_TAKEN("enrol.name-taken", 409, "The name is taken"),
    /** The agent id and the key do not fit. */
    ENROL_AGENT_ID("enrol.agent-id", 422, "The agent id and the key do not fit"),
    /** No such command. */
    COMMANDS_UNKNOWN("commands.unknown", 404, "No such command"),
    /** The command put nothing out. */
    COMMANDS_NO_OUTPUT("commands.no-output", 404, "The command put nothing out"),
    /** The command's state does not allow it. */
    COMMANDS_STATE("commands.state", 409, "The command's state does not allow it"),
    /** No such pipe. */
    PIPES_UNKNOWN("pipes.unknown", 404, "No such pipe"),
    /** The pipe has errors. */
    PIPES_INVALID("pipes.invalid", 422, "The pipe has errors"),
    /** A pipe's name does not change. */
    PIPES_RENAMED("pipes.renamed", 422, "A pipe's name does not change"),
    /** The name is taken. */
    PIPES_NAME_TAKEN("pipes.name-taken", 409, "The name is taken"),
    /** The pipe was taken away. */
    PIPES_REMOVED("pipes.removed", 410, "The pipe was taken away"),
    /** The pipe has no draft. */
    PIPES_NO_DRAFT("pipes.no-draft", 404, "The pipe has no draft"),
    /** The pipe has no such revision to run. */
    PIPES_NO_REVISION("pipes.no-revision", 409, "The pipe has no such revision to run"),
    /** The draft was changed. */
    PIPES_DRAFT_CHANGED("pipes.draft-changed", 409, "The draft was changed"),
    /** No such revision. */
    REVISIONS_UNKNOWN("revisions.unknown", 404, "No such revision"),
    /** No such rollout. */
    ROLLOUTS_UNKNOWN("rollouts.unknown", 404, "No such rollout"),
    /** A rollout runs. */
    ROLLOUTS_RUNNING("rollouts.running", 409, "A rollout runs"),
    /** The rollout's state does not allow it. */
    ROLLOUTS_STATE("rollouts.state", 409, "The rollout's state does not allow it"),
    /** The rollout would reach nobody. */
    ROLLOUTS_EMPTY("rollouts.empty", 409, "The rollout would reach nobody"),
    /** A parameter's value is not allowed. */
    PARAMETERS_INVALID("parameters.invalid", 422, "A parameter's value is not allowed"),
    /** A setting's value is not allowed. */
    SETTINGS_INVALID("settings.invalid", 422, "A setting's value is not allowed"),
    /** A document is not what is expected. */
    APPLY_INVALID("apply.invalid", 422, "A document is not what is expected"),
    /** Not in this agent's manifest. */
    ARTIFACTS_FOREIGN("artifacts.foreign", 403, "Not in this agent's manifest"),
    /** No such operation. */
    OPERATIONS_UNKNOWN("operations.unknown", 404, "No such operation"),
    /** No such backup. */
    BACKUPS_UNKNOWN("backups.unknown", 404, "No such backup"),
    /** The protocol's version is not understood. */
    PROTOCOL_VERSION("protocol.version", 426, "The protocol's version is not understood");

    /** What the store says of a row that was changed meanwhile, after the noun: {@code agents.version}. */
    private static final String CHANGED_ROW = ".version";
    private static final Map<String, ProblemCode> BY_CODE = new HashMap<>();

    static {
        for (ProblemCode code : values()) {
            BY_CODE.put(code.code, code);
        }
    }

    private final String code;
    private final int status;
    private final String title;

    ProblemCode(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** Finds a code by its text. */
    public static Optional<ProblemCode> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /**
     * What a failure is called outside: its own code where that is in the table, {@link #PRECONDITION_FAILED} for a changed
     * row, else the general one of its kind.
     */
    public static ProblemCode of(PenstockException failure) {
        Optional<ProblemCode> own = of(failure.code());
        if (own.isPresent()) {
            return own.get();
        }
        boolean changedRow = failure.kind() == ErrorKind.CONFLICT && failure.code().endsWith(CHANGED_ROW);
        return changedRow ? PRECONDITION_FAILED : general(failure.kind());
    }

    private static ProblemCode general(ErrorKind kind) {
        return switch (kind) {
            case RETRY -> SERVER_BUSY;
            case INVALID -> REQUEST_FIELD;
            case NOT_FOUND -> REQUEST_UNKNOWN;
            case CLOSED -> REQUEST_GONE;
            case CONFLICT -> REQUEST_CONFLICT;
            case DENIED -> ACCESS_ROLE;
            case CORRUPT, BUG -> SERVER_DEFECT;
        };
    }

    /** Stable, dotted: {@code agents.unknown}. */
    @JsonValue
    public String code() {
        return code;
    }

    /** The HTTP status it comes with. */
    public int status() {
        return status;
    }

    /** The code in words. */
    public String title() {
        return title;
    }
}
