package io.penstock.control.server.fleet;

import io.penstock.control.api.AgentReport;
import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.CandidateCredential;
import io.penstock.control.api.CommandBody;
import io.penstock.control.api.CommandResult;
import io.penstock.control.api.CommandStatus;
import io.penstock.control.api.Desired;
import io.penstock.control.api.EnrollAnswer;
import io.penstock.control.api.EnrollRequest;
import io.penstock.control.api.HealthReport;
import io.penstock.control.api.HealthStatus;
import io.penstock.control.api.HostReport;
import io.penstock.control.api.Known;
import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.PipeCounters;
import io.penstock.control.api.PipeOrigin;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.PolicyReport;
import io.penstock.control.api.ProtocolRange;
import io.penstock.control.api.ReportedState;
import io.penstock.control.api.RunningSpec;
import io.penstock.control.api.SettingsBody;
import io.penstock.control.api.Signed;
import io.penstock.control.api.SoftwareReport;
import io.penstock.control.api.SyncAnswer;
import io.penstock.control.api.SyncRequest;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.store.Ids;
import io.penstock.core.value.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** An agent that does as the protocol says, without a network or pipes. One thread. */
final class SimulatedAgent {
    private static final PipeCounters COUNTERS = new PipeCounters(1, 1, 0, 0, 0, 10, 0);
    FleetRig rig;
    final String name;
    final TreeMap<String, String> tags = new TreeMap<>();
    String enrolmentId;
    String bootId;
    String machine;
    private final Ids ids;
    Optional<String> token = Optional.empty();
    Optional<String> id = Optional.empty();
    Optional<String> replaces = Optional.empty();
    private long seq;
    private boolean full = true;
    private Optional<String> manifestHash = Optional.empty();
    private Optional<String> settingsHash = Optional.empty();
    private Optional<String> keysHash = Optional.empty();
    private long generation = -1;
    private List<ManifestPipe> entries = List.of();
    private final TreeMap<String, PipeReport> pipes = new TreeMap<>();
    private final Set<String> refused = new HashSet<>();
    final List<CommandResult> results = new ArrayList<>();
    final List<String> commands = new ArrayList<>();
    Map<String, Object> settings = Map.of();
    /** Which specs do not get well here. */
    Predicate<ManifestPipe> bad = pipe -> false;
    /** Takes nothing it is told. */
    boolean deaf;
    /** Revisions it has tried. */
    final Set<Integer> tried = new HashSet<>();
    int lastStatus;

    SimulatedAgent(FleetRig rig, String name, RandomGenerator random) {
        this.rig = rig;
        this.name = name;
        this.ids = new Ids(rig.clock, random);
        this.enrolmentId = ids.next();
        this.bootId = ids.next();
        this.machine = "machine-" + name;
    }

    EnrollRequest request(Optional<String> agentId) {
        return new EnrollRequest(enrolmentId, name, agentId, replaces.map(Secret::of), Optional.empty(), tags, Optional.empty(),
                Optional.empty(), Optional.empty(), host(), software(), new ProtocolRange(1, 1), bootId);
    }

    private HostReport host() {
        return new HostReport("host-" + machine, "linux", "amd64", List.of("192.0.2.1"), Optional.of(machine));
    }

    private static SoftwareReport software() {
        return new SoftwareReport("0.1.0", "agent", "17");
    }

    EnrollAnswer enroll(String key, Optional<String> agentId) {
        return enrolled(rig.enroll(key, request(agentId)).join());
    }

    EnrollAnswer enrolled(Answer answer) {
        lastStatus = answer.status();
        EnrollAnswer told = (EnrollAnswer) ((Answer.Json) answer).body();
        id = Optional.of(told.agentId());
        told.credential().ifPresent(credential -> token = Optional.of(credential.token().reveal()));
        return told;
    }

    void restart() {
        bootId = ids.next();
        seq = 0;
        full = true;
    }

    /** One request and what follows from its answer. */
    int sync() {
        Answer answer = ask(0).join();
        take(answer);
        return answer.status();
    }

    CompletableFuture<Answer> ask(int waitSeconds) {
        return ask(waitSeconds, false);
    }

    CompletableFuture<Answer> ask(int waitSeconds, boolean goodbye) {
        AgentReport self = new AgentReport(name, tags, host(), software(), rig.clock.now(), List.of(),
                new PolicyReport("0".repeat(64), "all"));
        SyncRequest request = new SyncRequest(bootId, ++seq, full, rig.clock.now(), new Known(manifestHash, settingsHash, keysHash),
                full ? Optional.of(self) : Optional.empty(), new HealthReport(HealthStatus.OK, Optional.empty(), new TreeMap<>()),
                List.copyOf(pipes.values()), List.copyOf(results), Optional.empty(), goodbye);
        return rig.send(rig.caller(token.orElseThrow()), "POST", "/agent/v1/agents/" + id.orElseThrow() + "/sync?wait="
                + waitSeconds, rig.json.bytes(request), -1);
    }

    void take(Answer answer) {
        lastStatus = answer.status();
        full = false;
        if (deaf || !(answer instanceof Answer.Json body) || !(body.body() instanceof SyncAnswer told)) {
            return;
        }
        results.clear();
        full = told.full();
        told.signingKeys().ifPresent(keys -> keysHash = Optional.of(keys.hash()));
        told.settings().ifPresent(this::settings);
        told.manifest().ifPresent(this::apply);
        told.commands().forEach(command -> obey(rig.json.readTolerant(command.body(), CommandBody.class)));
        told.credential().map(CandidateCredential::token).ifPresent(fresh -> token = Optional.of(fresh.reveal()));
    }

    private void obey(CommandBody command) {
        commands.add(command.command());
        if (command.command().equals("retry-pipe")) {
            refused.clear();
            entries.stream().filter(pipe -> pipe.pipeId().equals(command.args().get("pipe"))).forEach(this::apply);
        }
        results.add(new CommandResult(command.id(), CommandStatus.DONE, Optional.empty(), Optional.empty()));
    }

    private void settings(Signed signed) {
        settingsHash = Optional.of(signed.hash());
        settings = rig.json.readTolerant(signed.body(), SettingsBody.class).entries();
    }

    private void apply(Signed signed) {
        Manifest manifest = rig.json.readTolerant(signed.body(), Manifest.class);
        if (manifest.generation() < generation) {
            throw new AssertionError("generation " + manifest.generation() + " after " + generation);
        }
        generation = manifest.generation();
        manifestHash = Optional.of(signed.hash());
        Set<String> named = new HashSet<>();
        manifest.pipes().forEach(pipe -> named.add(pipe.pipeId()));
        full |= pipes.keySet().retainAll(named);
        refused.removeIf(spec -> manifest.pipes().stream().noneMatch(pipe -> pipe.spec().equals(spec)));
        entries = manifest.pipes();
        entries.forEach(this::apply);
    }

    private void apply(ManifestPipe pipe) {
        Optional<PipeReport> before = Optional.ofNullable(pipes.get(pipe.pipeId()));
        boolean runs = before.flatMap(PipeReport::running).filter(one -> one.spec().equals(pipe.spec())).isPresent();
        if (runs || refused.contains(pipe.spec())) {
            return;
        }
        tried.add(pipe.revision());
        boolean wrong = bad.test(pipe);
        Optional<RunningSpec> running = wrong ? before.flatMap(PipeReport::running)
                : Optional.of(new RunningSpec(pipe.revision(), pipe.spec()));
        if (wrong) {
            refused.add(pipe.spec());
        }
        AttemptResult result = !wrong ? AttemptResult.APPLIED : running.isPresent() ? AttemptResult.ROLLED_BACK
                : AttemptResult.FAILED;
        LastAttempt attempt = new LastAttempt(pipe.revision(), pipe.spec(), result, wrong ? Optional.of("pipes.crashed")
                : Optional.empty(), wrong ? Optional.of("it does not get well") : Optional.empty(), rig.clock.now());
        ReportedState state = running.isEmpty() ? ReportedState.FAILED : pipe.desired() == Desired.PAUSED ? ReportedState.PAUSED
                : ReportedState.RUNNING;
        pipes.put(pipe.pipeId(), new PipeReport(Optional.of(pipe.pipeId()), pipe.name(), PipeOrigin.SERVER, running, state,
                rig.clock.now(), Optional.empty(), 0, Optional.of(attempt), COUNTERS, new TreeMap<>()));
    }

    /** Which revision of a pipe runs; 0: none. */
    int runs(String pipeId) {
        return Optional.ofNullable(pipes.get(pipeId)).flatMap(PipeReport::running).map(RunningSpec::revision).orElse(0);
    }

    boolean has(String pipeId) {
        return pipes.containsKey(pipeId);
    }
}
