package io.penstock.control.server.http;

import io.penstock.control.api.OpenApi;
import io.penstock.control.api.Problem;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.server.settings.LimitSettings;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Decides by a request's head whether it may be answered: route, credential, role, rates, and the forms. Thread-safe. */
final class Door {
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,16})\"");
    private static final Pattern KEY = Pattern.compile("[!-~]{8,128}");
    private static final Pattern VERSION = Pattern.compile("\\d{1,4}");
    private static final String ALL = "all";
    private static final double MINUTE_SECONDS = TimeUnit.MINUTES.toSeconds(1);
    private static final int STARTING_SECONDS = 2;

    private final Supplier<Serving> serving;
    private final Throttle callers;
    private final Throttle strangers;
    private final Throttle agents;
    private final IntUnaryOperator later;

    /** @param later spreads those who are told to come later: given a least, answers seconds */
    Door(Supplier<Serving> serving, Supplier<LimitSettings> limits, Clock clock, IntUnaryOperator later) {
        this.serving = serving;
        this.callers = new Throttle(clock, () -> limits.get().requests(), 2);
        this.strangers = new Throttle(clock, () -> limits.get().loginPerMinute() / MINUTE_SECONDS, MINUTE_SECONDS);
        this.agents = new Throttle(clock, () -> limits.get().sync(), 1);
        this.later = later;
    }

    /** Fails with what is to be answered, or says so. */
    CompletionStage<Admission> admit(RequestHead head) {
        Serving now = serving.get();
        Optional<RouteTable.Found> found = now.routes().find(head.path());
        if (found.isEmpty()) {
            return CompletableFuture.completedStage(now.started() ? refused(head, ProblemCode.REQUEST_PATH,
                    "there is nothing at " + head.path()) : late(head, ProblemCode.SERVER_STARTING, "try again soon",
                    STARTING_SECONDS));
        }
        RouteRule rule = found.get().methods().get(head.method());
        if (rule == null) {
            String allowed = String.join(", ", found.get().methods().keySet());
            return CompletableFuture.completedStage(new NotAdmitted(Answer.refused(Problem.of(ProblemCode.REQUEST_METHOD,
                    "this path has " + allowed, head.id())).header("Allow", allowed)));
        }
        return admit(head, rule, found.get().variables(), now.authenticator());
    }

    private CompletionStage<Admission> admit(RequestHead head, RouteRule rule, Map<String, String> variables,
                                             Authenticator authenticator) {
        if (rule.isProtocol()) {
            checkProtocol(head);
        }
        if (rule.guarded()) {
            int wait = strangers.take(head.from().getHostAddress());
            if (wait > 0) {
                return CompletableFuture.completedStage(late(head, ProblemCode.ACCESS_RATE,
                        "too many attempts from this address", wait));
            }
        }
        if (rule.who() == RouteRule.Who.ANYBODY) {
            return CompletableFuture.completedStage(formed(head, rule, variables, new Caller.Nobody()));
        }
        return authenticator.caller(presented(head), head.from())
                .thenApply(caller -> judged(head, rule, variables, caller, authenticator));
    }

    private Admission judged(RequestHead head, RouteRule rule, Map<String, String> variables, Caller caller,
                             Authenticator authenticator) {
        try {
            if (head.isUnsafe()) {
                authenticator.checkReach(caller, rule.template(), variables);
            }
            return judged(head, rule, variables, caller);
        } catch (PenstockException e) {
            if (e.kind() == ErrorKind.DENIED && !(caller instanceof Caller.Nobody)) {
                authenticator.refused(caller, head.method() + " " + head.path(), head.from(), head.id(), e.code());
            }
            throw e;
        }
    }

    private Admission judged(RequestHead head, RouteRule rule, Map<String, String> variables, Caller caller) {
        checkMay(head, rule, variables, caller);
        int wait = callers.take(caller.actor());
        if (wait > 0) {
            return late(head, ProblemCode.ACCESS_RATE, "too many requests with this credential", wait);
        }
        if (rule.onLoop() && agents.take(ALL) > 0) {
            return late(head, ProblemCode.SERVER_BUSY, "too many agents ask at once");
        }
        return formed(head, rule, variables, caller);
    }

    private static void checkMay(RequestHead head, RouteRule rule, Map<String, String> variables, Caller caller) {
        switch (rule.who()) {
            case PEOPLE -> {
                Role has = caller.role().orElseThrow(() -> caller instanceof Caller.Nobody ? nobody()
                        : denied(ProblemCode.ACCESS_ROLE, "agents' credentials are good for /agent/v1 only"));
                Role least = rule.least().orElseThrow();
                if (!has.holds(least)) {
                    throw denied(ProblemCode.ACCESS_ROLE, "needs the role " + least.text() + ", and has " + has.text());
                }
                if (caller instanceof Caller.Person person && person.cookie() && head.isUnsafe()) {
                    Origins.check(head);
                }
            }
            case AGENT -> checkAgent(variables, caller);
            case ENROLMENT -> {
                if (!(caller instanceof Caller.EnrolmentCaller)) {
                    throw caller instanceof Caller.Nobody ? denied(ProblemCode.ENROL_KEY, "no key")
                            : denied(ProblemCode.ACCESS_ROLE, "needs an enrolment key or an API key");
                }
            }
            case ANYBODY -> { }
        }
    }

    private static void checkAgent(Map<String, String> variables, Caller caller) {
        if (!(caller instanceof Caller.AgentCaller agent)) {
            throw caller instanceof Caller.Nobody ? nobody()
                    : denied(ProblemCode.ACCESS_ROLE, "needs an agent's own credential");
        }
        String named = variables.getOrDefault("id", agent.agentId());
        if (!named.equals(agent.agentId())) {
            throw denied(ProblemCode.ACCESS_AGENT, "the credential is another agent's");
        }
    }

    private static PenstockException nobody() {
        return denied(ProblemCode.ACCESS_TOKEN, "expected Authorization: Bearer with a token");
    }

    private static PenstockException denied(ProblemCode code, String why) {
        return new PenstockException(ErrorKind.DENIED, code.code(), why);
    }

    /** What is wrong with it as such. */
    private static Admission formed(RequestHead head, RouteRule rule, Map<String, String> variables, Caller caller) {
        BodyForm.check(head, rule);
        Optional<String> idempotencyKey = rule.creates() ? Optional.of(idempotencyKey(head)) : Optional.empty();
        OptionalLong ifMatch = rule.changes() ? OptionalLong.of(ifMatch(head)) : OptionalLong.empty();
        return new Admitted(rule, variables, UriText.query(head.query()), ifMatch, idempotencyKey, caller);
    }

    private static String idempotencyKey(RequestHead head) {
        String key = head.header("idempotency-key").orElseThrow(() -> PenstockException.invalid(
                ProblemCode.IDEMPOTENCY_MISSING.code(), "the header Idempotency-Key is needed: any 8 to 128 visible characters"));
        if (!KEY.matcher(key).matches()) {
            throw RequestHead.wrongHeader("Idempotency-Key", "8 to 128 visible characters");
        }
        return key;
    }

    private static long ifMatch(RequestHead head) {
        String etag = head.header("if-match").orElseThrow(() -> PenstockException.invalid(
                ProblemCode.PRECONDITION_MISSING.code(), "the header If-Match is needed: the ETag that was read"));
        var number = ETAG.matcher(etag.trim());
        if (!number.matches()) {
            throw RequestHead.wrongHeader("If-Match", "an ETag as it was given, such as \"3\"");
        }
        return Long.parseLong(number.group(1));
    }

    private static void checkProtocol(RequestHead head) {
        String version = head.header("penstock-protocol").orElseThrow(() ->
                RequestHead.wrongHeader("Penstock-Protocol", "the protocol's version"));
        if (!VERSION.matcher(version).matches()) {
            throw RequestHead.wrongHeader("Penstock-Protocol", "the protocol's version");
        }
        if (Integer.parseInt(version) != OpenApi.PROTOCOL) {
            throw PenstockException.invalid(ProblemCode.PROTOCOL_VERSION.code(), "this server speaks version "
                    + OpenApi.PROTOCOL + " of the agents' protocol, not " + version);
        }
    }

    private static Credentials presented(RequestHead head) {
        Optional<Secret> bearer = head.header("authorization").map(Door::bearer);
        Optional<Secret> cookie = bearer.isPresent() ? Optional.empty() : Cookies.session(head).map(Secret::of);
        return new Credentials(bearer, cookie, head.header("penstock-csrf"), head.isUnsafe());
    }

    private static Secret bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7) || authorization.length() == 7) {
            throw denied(ProblemCode.ACCESS_TOKEN, "expected Authorization: Bearer with a token");
        }
        return Secret.of(authorization.substring(7).trim());
    }

    private static NotAdmitted refused(RequestHead head, ProblemCode code, String detail) {
        return new NotAdmitted(Answer.refused(Problem.of(code, detail, head.id())));
    }

    /** To come later, not all at once. */
    NotAdmitted late(RequestHead head, ProblemCode code, String detail) {
        return late(head, code, detail, later.applyAsInt(1));
    }

    private static NotAdmitted late(RequestHead head, ProblemCode code, String detail, int seconds) {
        return new NotAdmitted(Answer.refused(Problem.of(code, detail, head.id()).retryAfter(seconds)));
    }
}
