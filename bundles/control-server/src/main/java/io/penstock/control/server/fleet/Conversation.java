package io.penstock.control.server.fleet;

import io.penstock.control.api.CandidateCredential;
import io.penstock.control.api.CommandBody;
import io.penstock.control.api.Json;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.Problem;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.api.SettingsBody;
import io.penstock.control.api.Signed;
import io.penstock.control.api.SyncAnswer;
import io.penstock.control.api.SyncRequest;
import io.penstock.control.api.SyncRules;
import io.penstock.control.server.access.Signer;
import io.penstock.control.server.http.Answer;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Talks with agents: from memory alone, on the event loops. Thread-safe. */
final class Conversation {
    /** A command that nothing was heard of is told again after this. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(60);
    private final Json json;
    private final Signer signer;
    private final Clock clock;
    private final Rhythm rhythm;
    private final Offers offers;
    private final Notes notes;
    private final Watchman watchman;
    private final String server;

    Conversation(Json json, Signer signer, Clock clock, Rhythm rhythm, Offers offers, Notes notes, Watchman watchman,
                 String server) {
        this.json = json;
        this.signer = signer;
        this.clock = clock;
        this.rhythm = rhythm;
        this.offers = offers;
        this.notes = notes;
        this.watchman = watchman;
        this.server = server;
    }

    /** One request of an agent that is known; completes when there is something to say. */
    CompletionStage<Answer> sync(Node node, SyncRequest request, InetAddress from, Optional<Duration> wait, String requestId,
                                 int bytes) {
        Optional<Parked> ended;
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Optional<Answer> now;
        synchronized (node) {
            Optional<Problem> refused = refused(node, requestId).or(() -> watchman.second(node, request, from, requestId));
            if (refused.isPresent()) {
                record(node, request, from, refused.get().status(), bytes, 0);
                return CompletableFuture.completedFuture(Answer.refused(refused.get()));
            }
            ended = node.parked;
            node.parked = Optional.empty();
            boolean full = take(node, request, from);
            now = answer(node, request, full);
            if (now.isEmpty() && wait.isPresent() && !request.goodbye() && rhythm.enter()) {
                node.parked = Optional.of(new Parked(request, from, requestId, answer,
                        clock.nanoTime() + wait.get().toNanos()));
            } else {
                record(node, request, from, now.isPresent() ? 200 : 204, bytes, 0);
                answer = CompletableFuture.completedFuture(now.orElseGet(this::nothing));
            }
            watchman.look(node);
        }
        ended.ifPresent(this::release);
        return answer;
    }

    private static Optional<Problem> refused(Node node, String requestId) {
        if (node.row.removedAt().isPresent()) {
            return Optional.of(Problem.of(ProblemCode.AGENTS_REMOVED, "the agent was removed", requestId));
        }
        if (node.row.disabled()) {
            return Optional.of(Problem.of(ProblemCode.AGENTS_DISABLED, "the agent is disabled", requestId));
        }
        return Optional.empty();
    }

    private void record(Node node, SyncRequest request, InetAddress from, int status, int bytes, long waitedMs) {
        node.syncs.add(new Syncs.Sync(clock.now(), server, request.bootId(), request.seq(), from.getHostAddress(), status,
                waitedMs, 0, bytes, 0));
    }

    /** Takes in what it tells; whether it has to tell all of it next time. */
    private boolean take(Node node, SyncRequest request, InetAddress from) {
        Instant now = clock.now();
        Optional<Boot> boot = node.boot;
        boolean same = boot.isPresent() && boot.get().bootId().equals(request.bootId());
        boolean inOrder = same && request.seq() <= boot.get().seq() + 1;
        String host = request.agent().map(agent -> agent.host().name())
                .orElseGet(() -> same ? boot.get().host() : node.row.host().map(one -> one.name()).orElse("unknown"));
        if (!same) {
            node.formerBoot = boot;
            node.toldCommands.clear();
            node.complete = false;
        }
        boolean first = node.lastSeen.isEmpty();
        node.boot = Optional.of(new Boot(request.bootId(), host, from.getHostAddress(), request.seq(), now));
        node.complete = request.full() || node.complete && inOrder;
        Told before = node.told;
        node.told = node.told.and(request);
        node.lastSeen = Optional.of(now);
        node.seenElsewhere = Optional.empty();
        node.address = Optional.of(from.getHostAddress());
        node.goodbye = request.goodbye();
        node.refusedSince = false;
        node.dirty |= first || !before.sameBut(node.told);
        request.agent().filter(agent -> news(node.row, agent)).ifPresent(agent -> notes.report(node.id, agent));
        request.results().forEach(result -> notes.result(node.id, result));
        Outcomes.of(node).forEach(notes::outcome);
        return !node.complete;
    }

    private static boolean news(AgentRow row, io.penstock.control.api.AgentReport agent) {
        return !row.host().equals(Optional.of(agent.host())) || !row.software().equals(Optional.of(agent.software()))
                || !row.localPolicy().equals(Optional.of(agent.localPolicy()));
    }

    /** What is new for it; nothing where nothing is. */
    private Optional<Answer> answer(Node node, SyncRequest request, boolean full) {
        Offer offer = node.offer;
        boolean manifest = !request.known().manifest().equals(Optional.of(offer.manifestHash()));
        boolean settings = offer.settingsHash().isPresent() && !request.known().settings().equals(offer.settingsHash());
        List<Command> commands = commands(node);
        Optional<Signed> keys = signer.ring(request.known().signingKeys());
        Optional<Node.Candidate> candidate = node.candidate.filter(one -> clock.now().isBefore(one.activateBy()));
        if (!full && !manifest && !settings && commands.isEmpty() && keys.isEmpty() && candidate.isEmpty()) {
            return Optional.empty();
        }
        commands.forEach(command -> {
            node.toldCommands.put(command.id(), clock.now());
            if (command.state() == Command.State.WAITING) {
                notes.sent(command.id());
            }
        });
        return Optional.of(Answer.ok(new SyncAnswer(request.seq(), clock.now(), full, rules(),
                manifest ? Optional.of(signer.sign(Manifest.TYPE, offer.manifest())) : Optional.empty(),
                settings ? offer.settings().map(body -> signer.sign(SettingsBody.TYPE, body)) : Optional.empty(),
                commands.stream().map(command -> signer.sign(CommandBody.TYPE, body(command))).toList(), keys,
                candidate.map(one -> new CandidateCredential(one.token(), one.activateBy())))));
    }

    private String body(Command command) {
        return json.text(new CommandBody(CommandBody.TYPE, command.agentId(), command.id(), command.type(), command.args(),
                command.createdAt(), command.expiresAt()));
    }

    private List<Command> commands(Node node) {
        Instant now = clock.now();
        List<Command> due = new ArrayList<>();
        for (Command command : node.commands) {
            Optional<Instant> told = Optional.ofNullable(node.toldCommands.get(command.id()));
            boolean again = told.isPresent() && !now.isBefore(told.get().plus(AGAIN_AFTER));
            boolean ours = command.type().equals("rotate-key");
            if (!ours && now.isBefore(command.expiresAt()) && (told.isEmpty() || again) && due.size() < 100) {
                due.add(command);
            }
        }
        return due;
    }

    private SyncRules rules() {
        return rhythm.rules();
    }

    private Answer nothing() {
        return Answer.none().header("Penstock-Sync", rules().header());
    }

    /** There may be something new for an agent. */
    void wake(Node node) {
        Optional<Parked> done = Optional.empty();
        Optional<Answer> answer = Optional.empty();
        synchronized (node) {
            Outcomes.of(node).forEach(notes::outcome);
            if (node.parked.isPresent()) {
                Parked parked = node.parked.get();
                answer = refused(node, parked.requestId()).map(Answer::refused)
                        .or(() -> answer(node, parked.request(), false));
                if (answer.isPresent()) {
                    done = node.parked;
                    node.parked = Optional.empty();
                }
            }
            watchman.look(node);
        }
        Answer found = answer.orElse(null);
        done.ifPresent(parked -> {
            rhythm.leave();
            parked.answer().complete(found);
        });
    }

    /** Ends waiting that has lasted long enough. */
    void expire(Iterable<Node> nodes, boolean all) {
        long now = clock.nanoTime();
        for (Node node : nodes) {
            Optional<Parked> ended = Optional.empty();
            synchronized (node) {
                if (node.parked.isPresent() && (all || now - node.parked.get().untilNanos() >= 0)) {
                    ended = node.parked;
                    node.parked = Optional.empty();
                    node.lastSeen = Optional.of(clock.now());
                }
            }
            ended.ifPresent(this::release);
        }
    }

    /** Nobody reads the answer any more. */
    void gone(Node node, CompletionStage<Answer> answer) {
        boolean ours;
        synchronized (node) {
            ours = node.parked.isPresent() && node.parked.get().answer() == answer;
            if (ours) {
                node.lastSeen = Optional.of(clock.now());
                node.parked = Optional.empty();
            }
        }
        if (ours) {
            rhythm.leave();
        }
    }

    private void release(Parked parked) {
        rhythm.leave();
        parked.answer().complete(nothing());
    }

    /** What an agent may fetch. */
    static boolean mayFetch(Node node, String artifact) {
        synchronized (node) {
            return node.offer.artifacts().contains(artifact);
        }
    }

    /** Of the offers, by pipe. */
    static Map<String, String> offered(Node node) {
        return node.offer.pipes();
    }
}
