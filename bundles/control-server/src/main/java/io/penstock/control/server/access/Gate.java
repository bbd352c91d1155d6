package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.TokenText;
import io.penstock.control.server.http.Authenticator;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Credentials;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.settings.SessionSettings;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** Says who a request is from: from memory, at once. Thread-safe. */
final class Gate implements Authenticator {
    private static final String AGENT = "/api/v1/agents/{id}";
    /** They only look at what is sent. */
    private static final Set<String> HARMLESS = Set.of("/api/v1/pipes/validate", "/api/v1/pipes/graph");

    private final CredentialIndex credentials;
    private final Owners owners;
    private final SettingKey settingKey;
    private final Csrf csrf;
    private final Clock clock;
    private final Supplier<SessionSettings> sessions;
    private final Denials denials;
    private volatile BiPredicate<String, String> reach = (selector, agentId) -> false;

    Gate(CredentialIndex credentials, Owners owners, SettingKey settingKey, Csrf csrf, Clock clock,
            Supplier<SessionSettings> sessions, Denials denials) {
        this.credentials = credentials;
        this.owners = owners;
        this.settingKey = settingKey;
        this.csrf = csrf;
        this.clock = clock;
        this.sessions = sessions;
        this.denials = denials;
    }

    @Override
    public CompletionStage<Caller> caller(Credentials shown, InetAddress from) {
        try {
            return CompletableFuture.completedFuture(known(shown, from));
        } catch (Idle idle) {
            // It may have been used on another server, which writes that down now and then.
            return credentials.usedElsewhere(idle.id).thenApply(read -> {
                try {
                    return known(shown, from);
                } catch (Idle still) {
                    throw noToken();
                }
            });
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A session that was not used for long, by what is known in memory. */
    private static final class Idle extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String id;

        Idle(String id) {
            super("idle", null, false, false);
            this.id = id;
        }
    }

    private Caller known(Credentials shown, InetAddress from) {
        return shown.bearer().isPresent() ? bearer(shown.bearer().get(), from)
                : shown.cookie().isPresent() ? cookie(shown, from) : new Caller.Nobody();
    }

    @Override
    public void refused(Caller caller, String what, InetAddress from, String requestId, String code) {
        denials.note(caller, what, from, requestId, code);
    }

    @Override
    public void checkReach(Caller caller, String template, Map<String, String> variables) {
        if (caller instanceof Caller.Account account && !HARMLESS.contains(template)) {
            owners.account(account.accountId()).flatMap(Account::selector).filter(selector -> !(template.startsWith(AGENT)
                    && reach.test(selector, variables.get("id")))).ifPresent(selector -> {
                        throw denied("access.role", "this service account may change agents of \"" + selector
                                + "\" only, one by one");
                    });
        }
    }

    /** How it is found out whether an agent is one of a selector's: given that, and the agent's id. */
    void reach(BiPredicate<String, String> matches) {
        reach = matches;
    }

    private Caller bearer(Secret token, InetAddress from) {
        Optional<Caller> fixed = settingKey.caller(token);
        if (fixed.isPresent()) {
            return fixed.get();
        }
        Presented presented = credentials.verify(token.reveal()).orElseThrow(() -> unknown(token));
        Caller caller = switch (presented.kind()) {
            case AGENT -> agent(presented);
            case API_KEY, ENROLMENT -> enrolment(presented);
            case USER -> person(counting(presented));
            case SERVICE_ACCOUNT -> account(counting(presented));
            case SESSION -> {
                if (presented.cookie()) {
                    throw noToken();
                }
                yield person(fresh(presented));
            }
            case SETUP -> throw noToken();
        };
        credentials.used(presented, from);
        return caller;
    }

    private static PenstockException unknown(Secret token) {
        Optional<CredentialKind> kind = TokenText.parse(token.reveal()).map(TokenText::kind);
        if (kind.equals(Optional.of(CredentialKind.AGENT))) {
            return denied("credentials.unknown", "the agent's credential is not known here");
        }
        return kind.equals(Optional.of(CredentialKind.API_KEY)) || kind.equals(Optional.of(CredentialKind.ENROLMENT))
                ? denied("enrol.key", "the key is not valid here") : noToken();
    }

    private static PenstockException noToken() {
        return denied("access.token", "the token is not valid here");
    }

    private static PenstockException denied(String code, String message) {
        return new PenstockException(ErrorKind.DENIED, code, message);
    }

    private static Caller agent(Presented presented) {
        return switch (presented.state()) {
            case VALID -> new Caller.AgentCaller(presented.owner(), presented.id());
            case REVOKED -> throw denied("credentials.revoked", "the agent's credential " + presented.id() + " was revoked");
            case EXPIRED -> throw denied("credentials.revoked", "the agent's credential " + presented.id() + " has expired");
        };
    }

    private static Caller enrolment(Presented presented) {
        return switch (presented.state()) {
            case VALID -> new Caller.EnrolmentCaller(presented.id(), presented.kind());
            case REVOKED -> throw denied("enrol.key", "the key is not valid here");
            case EXPIRED -> throw denied("enrol.expired", "the key " + presented.id() + " has expired");
        };
    }

    private static Presented counting(Presented presented) {
        if (!presented.valid()) {
            throw noToken();
        }
        return presented;
    }

    /** A session that was not used for long has ended. */
    private Presented fresh(Presented session) {
        Presented counting = counting(session);
        if (credentials.usedAt(session.id()).filter(at -> at.plus(sessions.get().idle()).isAfter(clock.now())).isEmpty()) {
            throw new Idle(session.id());
        }
        return counting;
    }

    private Caller cookie(Credentials shown, InetAddress from) {
        Presented session = credentials.verify(shown.cookie().orElseThrow().reveal())
                .filter(presented -> presented.kind() == CredentialKind.SESSION && presented.cookie())
                .orElseThrow(Gate::noToken);
        Caller caller = person(fresh(session));
        if (shown.change() && !csrf.matches(session.id(), shown.csrf())) {
            throw denied("access.csrf", "the header Penstock-CSRF is missing, or is not this session's");
        }
        credentials.used(session, from);
        return caller;
    }

    private Caller person(Presented presented) {
        Person person = owners.person(presented.owner()).filter(known -> !known.disabled()).orElseThrow(Gate::noToken);
        return new Caller.Person(person.id(), person.name(), least(presented, person.role()), presented.id(), presented.cookie());
    }

    private Caller account(Presented presented) {
        Account account = owners.account(presented.owner()).filter(known -> !known.disabled()).orElseThrow(Gate::noToken);
        return new Caller.Account(account.id(), account.name(), least(presented, account.role()), presented.id());
    }

    private static Role least(Presented presented, Role own) {
        return presented.role().filter(role -> own.holds(role)).orElse(own);
    }
}
