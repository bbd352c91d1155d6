package io.penstock.control.server.fleet;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.EnrollAnswer;
import io.penstock.control.api.EnrollRequest;
import io.penstock.control.api.EnrollStatus;
import io.penstock.control.api.HostReport;
import io.penstock.control.api.IssuedCredential;
import io.penstock.control.api.Json;
import io.penstock.control.api.Problem;
import io.penstock.control.server.access.CredentialIndex;
import io.penstock.control.server.access.Made;
import io.penstock.control.server.access.NewCredential;
import io.penstock.control.server.access.Presented;
import io.penstock.control.server.access.Signer;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.rollout.Newcomers;
import io.penstock.control.server.settings.Network;
import io.penstock.control.server.store.Act;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Exchanges a key that several share for a credential of the agent's own. The same {@code enrollmentId} meets the same entry,
 * however often it is asked: answers get lost. Thread-safe.
 */
final class Enroller {
    private static final int MAX_AGENTS = 100_000;
    private final Store store;
    private final Json json;
    private final CredentialIndex credentials;
    private final Signer signer;
    private final Newcomers newcomers;
    private final Roster roster;
    private final Mirror mirror;
    private final Rhythm rhythm;
    private final Clock clock;
    private final Supplier<String> ids;

    Enroller(Store store, Json json, CredentialIndex credentials, Signer signer, Newcomers newcomers, Roster roster,
             Mirror mirror, Rhythm rhythm, Clock clock, Supplier<String> ids) {
        this.store = store;
        this.json = json;
        this.credentials = credentials;
        this.signer = signer;
        this.newcomers = newcomers;
        this.roster = roster;
        this.mirror = mirror;
        this.rhythm = rhythm;
        this.clock = clock;
        this.ids = ids;
    }

    /** Who asks, from where. */
    record Asked(Caller.EnrolmentCaller caller, InetAddress from, String requestId) {
    }

    CompletionStage<Answer> enroll(Asked asked, EnrollRequest request) {
        Optional<Conflict> conflict = target(asked, request).flatMap(node -> conflict(node, request, asked));
        if (conflict.isPresent()) {
            Problem told = Watchman.told(conflict.get(), asked.requestId());
            return CompletableFuture.completedFuture(Answer.refused(told));
        }
        return store.write(tx -> asked.caller().kind() == CredentialKind.API_KEY ? byApiKey(tx, asked, request)
                : byEnrolment(tx, asked, request))
                .thenCompose(answer -> mirror.settled().thenApply(known -> new Answer.Json(201, answer, Map.of()).secret()));
    }

    /** Whose entry would be met. */
    private Optional<Node> target(Asked asked, EnrollRequest request) {
        return asked.caller().kind() == CredentialKind.API_KEY ? request.agentId().flatMap(roster::byId)
                : roster.byEnrolment(request.enrollmentId());
    }

    /** Somebody else's process has the identity, and is there. */
    private Optional<Conflict> conflict(Node node, EnrollRequest request, Asked asked) {
        synchronized (node) {
            boolean there = (node.parked.isPresent() || rhythm.lately(node.lastSeen, clock.now())) && !node.goodbye;
            boolean bound = node.row.enrolmentId().isPresent();
            boolean sameAgent = node.row.enrolmentId().equals(Optional.of(request.enrollmentId()))
                    && (node.row.host().flatMap(HostReport::machineId).equals(request.host().machineId())
                    || request.host().machineId().isEmpty());
            if (!there || !bound || sameAgent || node.boot.isEmpty()) {
                return Optional.empty();
            }
            Conflict found = new Conflict(node.conflict.map(Conflict::since).orElse(clock.now()),
                    Conflict.Side.of(node.boot.get()), new Conflict.Side(request.bootId(), request.host().name(),
                    asked.from().getHostAddress(), clock.now()));
            node.conflict = Optional.of(found);
            node.dirty = true;
            return Optional.of(found);
        }
    }

    private EnrollAnswer byApiKey(Tx tx, Asked asked, EnrollRequest request) {
        String id = request.agentId().orElseThrow(() -> PenstockException.invalid("enrol.agent-id",
                "agentId: an API key is for an agent whose entry exists; expected the entry's id"));
        boolean allowed = tx.one("select agent_id from key_agents where key_id = ? and agent_id = ?",
                row -> row.text("agent_id"), asked.caller().credentialId(), id).isPresent();
        if (!allowed) {
            throw new PenstockException(ErrorKind.DENIED, "access.agent", "the key is not for the agent \"" + id + "\"");
        }
        AgentRow agent = AgentTable.byId(tx, json, id).orElseThrow(() -> AgentTable.unknown(id));
        AgentTable.byEnrolment(tx, json, request.enrollmentId()).filter(other -> !other.id().equals(id)).ifPresent(other -> {
            throw new PenstockException(ErrorKind.CONFLICT, "agents.conflict", "this enrolment is agent " + other.id()
                    + "'s; an agent that becomes another one begins anew");
        });
        return meet(tx, agent, asked, request);
    }

    private EnrollAnswer byEnrolment(Tx tx, Asked asked, EnrollRequest request) {
        Optional<AgentRow> met = AgentTable.byEnrolment(tx, json, request.enrollmentId());
        if (met.isPresent()) {
            return meet(tx, met.get(), asked, request);
        }
        Optional<EnrolmentRow> enrolment = EnrolmentTable.byId(tx, json, asked.caller().credentialId(), tx.now());
        enrolment.ifPresent(row -> admit(row, asked.from()));
        Optional<AgentRow> named = AgentTable.byName(tx, json, request.name());
        if (named.isPresent()) {
            return replace(tx, named.get(), asked, request);
        }
        if (roster.size() >= MAX_AGENTS || enrolment.isPresent() && !EnrolmentTable.use(tx, enrolment.get().id())) {
            throw denied("enrol.limit", "the enrolment key has been used as often as it may");
        }
        AgentRow agent = fresh(tx, asked, request, enrolment);
        AgentTable.insert(tx, json, agent);
        audit(tx, asked, "agents.enrol", agent);
        newcomers.place(tx, agent);
        return answer(tx, agent);
    }

    private void admit(EnrolmentRow row, InetAddress from) {
        if (row.closedAt().isPresent()) {
            throw denied("enrol.closed", "the enrolment key is closed");
        }
        if (row.state().equals("expired")) {
            throw denied("enrol.expired", "the enrolment key's time is over");
        }
        if (!row.cidrs().isEmpty() && row.cidrs().stream().noneMatch(cidr -> Network.parse(cidr).holds(from))) {
            throw denied("enrol.address", "the enrolment key is not for agents at " + from.getHostAddress());
        }
    }

    private static PenstockException denied(String code, String message) {
        return new PenstockException(ErrorKind.DENIED, code, message);
    }

    private AgentRow fresh(Tx tx, Asked asked, EnrollRequest request, Optional<EnrolmentRow> enrolment) {
        TreeMap<String, String> tags = new TreeMap<>(request.tags());
        enrolment.ifPresent(row -> tags.putAll(row.tags()));
        return new AgentRow(request.agentId().orElseGet(ids), request.name(), request.type(), request.platform(),
                request.deployment(), Optional.empty(), tags, request.publicKey(), Optional.of(request.enrollmentId()),
                enrolment.map(EnrolmentRow::id), !enrolment.map(EnrolmentRow::approves).orElse(false), false, false, 0,
                Optional.of(request.host()), Optional.of(request.software()), Optional.empty(), tx.now(),
                asked.caller().actor(), Optional.empty(), 1);
    }

    /** An agent that lost its folder goes on with the entry of its name, if it can show that entry's last credential. */
    private EnrollAnswer replace(Tx tx, AgentRow agent, Asked asked, EnrollRequest request) {
        Optional<Presented> shown = request.replaceToken().flatMap(token -> credentials.verify(token.reveal()));
        if (shown.isEmpty() || shown.get().kind() != CredentialKind.AGENT || !shown.get().owner().equals(agent.id())) {
            throw new PenstockException(ErrorKind.CONFLICT, "enrol.name-taken", "there is an agent \"" + agent.name()
                    + "\" already: choose another name, remove that one, or show its last credential (replaceToken)");
        }
        return meet(tx, agent, asked, request);
    }

    private EnrollAnswer meet(Tx tx, AgentRow agent, Asked asked, EnrollRequest request) {
        if (agent.removedAt().isPresent()) {
            throw new PenstockException(ErrorKind.CLOSED, "agents.removed", "the agent " + agent.id()
                    + " was removed, for good");
        }
        if (agent.disabled()) {
            throw denied("agents.disabled", "the agent " + agent.id() + " is disabled");
        }
        boolean other = !agent.enrolmentId().equals(Optional.of(request.enrollmentId()));
        if (other || !agent.host().equals(Optional.of(request.host()))
                || !agent.software().equals(Optional.of(request.software()))) {
            AgentTable.bind(tx, json, agent.id(), request.enrollmentId(), request.publicKey(), request.host(),
                    request.software());
        }
        if (other && agent.enrolmentId().isPresent()) {
            PresenceTable.history(tx, agent.id(), new Status(Substate.OFFLINE, "taken over by a new installation on "
                    + request.host().name(), tx.now()));
        }
        if (other) {
            audit(tx, asked, "agents.bind", agent);
        }
        return answer(tx, agent);
    }

    private static void audit(Tx tx, Asked asked, String action, AgentRow agent) {
        tx.audit(new Act(asked.caller().actor(), agent.name(), action, "agent", agent.id(), Act.Result.DONE,
                asked.from().getHostAddress(), asked.requestId(), Map.of("name", agent.name())));
    }

    private EnrollAnswer answer(Tx tx, AgentRow agent) {
        Optional<IssuedCredential> credential = Optional.empty();
        if (agent.approved()) {
            Made made = credentials.make(tx, NewCredential.of(CredentialKind.AGENT, agent.id(), "", "agent:" + agent.id(),
                    Optional.empty()));
            credentials.supersede(tx, CredentialKind.AGENT, agent.id(), made.id());
            credential = Optional.of(new IssuedCredential(made.token(), Optional.empty()));
        }
        return new EnrollAnswer(agent.id(), agent.name(), agent.approved() ? EnrollStatus.ACTIVE : EnrollStatus.PENDING,
                credential, signer.keys(), store.id(), rhythm.rules());
    }
}
