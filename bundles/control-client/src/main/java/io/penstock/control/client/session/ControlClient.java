package io.penstock.control.client.session;

import io.penstock.control.api.AgentReport;
import io.penstock.control.api.Artifact;
import io.penstock.control.api.BatchAnswer;
import io.penstock.control.api.CommandResult;
import io.penstock.control.api.CommandStatus;
import io.penstock.control.api.Json;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.Pending;
import io.penstock.control.api.PipeReport;
import io.penstock.control.client.apply.KeyRing;
import io.penstock.control.client.apply.LocalPolicy;
import io.penstock.control.client.apply.ManagedPipes;
import io.penstock.control.client.apply.ManifestBook;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.control.client.identity.Identifiers;
import io.penstock.control.client.identity.Identity;
import io.penstock.control.client.identity.IdentityFiles;
import io.penstock.control.client.identity.Machine;
import io.penstock.control.client.report.Backlog;
import io.penstock.control.client.report.HealthReports;
import io.penstock.control.client.report.LineSender;
import io.penstock.control.client.report.PipeReports;
import io.penstock.control.client.report.Reporter;
import io.penstock.control.client.settings.ClientSettings;
import io.penstock.control.client.wire.Reply;
import io.penstock.control.client.wire.ServerCalls;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The agent of one server, put together. Thread-safe; started once, closed once. What it made run, runs on afterwards. */
public final class ControlClient implements AutoCloseable {
    private static final List<String> CAPABILITIES = List.of("pipes", "settings", "commands");

    private final Surroundings around;
    private final ClientSettings settings;
    private final Server server;
    private final Instant startedAt;
    private final Json json = new Json();
    private final IdentityFiles identity;
    private final Enrolment enrolment;
    private final StandingBoard board;
    private final ManagedPipes pipes;
    private final Instructions instructions;
    private final PipeReports reports;
    private final Reporter reporter;
    private final ServerCalls calls;
    private final Session session;
    private final Backlog logs;
    private final Backlog metrics;
    private final LineSender lines;
    private Optional<AutoCloseable> logging = Optional.empty();
    private volatile LocalPolicy policy;

    /** Reads what is kept, runs nothing yet. CORRUPT when the identity cannot be read; INVALID when TLS cannot be set up. */
    public ControlClient(ClientSettings settings, Server server, Surroundings around) {
        this.around = around;
        this.settings = settings;
        this.server = server;
        this.startedAt = around.clock().now();
        this.policy = new LocalPolicy(settings.policy());
        this.board = new StandingBoard(around.clock());
        Identifiers ids = new Identifiers(around.clock(), around.random());
        AgentFolder folder = new AgentFolder(around.folder());
        this.identity = new IdentityFiles(folder, json, () -> Identity.make(ids, Machine.id()));
        this.calls = new ServerCalls(server.url(), server.caller(settings), json, "penstock/" + around.software().version(),
                around.clock());
        KeyRing ring = new KeyRing(folder, json);
        ManifestBook book = new ManifestBook(folder, json, ring);
        this.pipes = new ManagedPipes(folder, json, around.delivery(), around.pipes(), this::fetch, () -> policy, around.clock(),
                this::nudge);
        String bootId = ids.next();
        this.enrolment = new Enrolment(settings, around.localServer(), around.software(), bootId);
        this.reports = new PipeReports(around.pipes(), pipes, around.clock());
        ServerSettingsBook written = new ServerSettingsBook(folder, json, ring, () -> policy, around.settings());
        Commands commands = new Commands(folder, () -> policy, pipes, this::tell, this::diagnose, around.restart());
        this.instructions = new Instructions(new Instructions.Hands(identity, ring, book, pipes, written, commands::take), json,
                this::offerIdentity);
        this.reporter = new Reporter(bootId, around.clock(), this::self, this::pipeReports,
                new HealthReports(around.health(), instructions::problems), instructions::known, this::pending);
        AgentFolder waiting = folder.below("reports");
        this.logs = new Backlog("logs", waiting, json, ids, settings.logs().maxSize().bytes());
        this.metrics = new Backlog("metrics", waiting, json, ids, settings.metrics().maxSize().bytes());
        this.lines = new LineSender(logs, metrics, around.metrics(), this::post, settings, around.clock());
        this.session = new Session(new SessionSetup(server.url().toString(), calls, identity, enrolment,
                new Pace(around.random(), settings.interval()), settings.longPoll(), around.clock()), reporter, instructions,
                board);
        identity.identity().agentId().ifPresent(id -> book.load(id, identity.identity().storeId().orElse("")));
    }

    /** Runs what the server wanted last, and begins to ask it. */
    public void start() {
        offerIdentity();
        pipes.start(instructions.manifest());
        session.start();
        logging = Optional.of(around.log().apply(lines::log));
        lines.start();
    }

    private Pending pending() {
        return new Pending(logs.bytes(), metrics.bytes(), logs.lost() + metrics.lost());
    }

    private Optional<Reply<BatchAnswer>> post(String kind, byte[] content) throws InterruptedException {
        Optional<Secret> token = identity.token().filter(known -> board.now().kind() == Standing.Kind.CONNECTED);
        return token.isEmpty() ? Optional.empty()
                : Optional.of(calls.lines(identity.identity().agentId().orElseThrow(), token.get(), kind, content));
    }

    /** On a thread of its own: threads, a log's end and a transfer take their time. */
    private void diagnose(String commandId) {
        Workers.thread("control-diagnostics", () -> {
            try {
                byte[] zip = Diagnostics.collect(around, json, Map.of("standing", standing().toString(), "pipes", pipes(), "problems",
                        problems(), "health", around.health().get().toString()));
                Reply<byte[]> reply = calls.diagnostics(identity.identity().agentId().orElseThrow(),
                        identity.token().orElseThrow(), commandId, zip);
                tell(reply instanceof Reply.Refused<byte[]> refused
                        ? result(commandId, CommandStatus.FAILED, refused.refusal().text())
                        : result(commandId, CommandStatus.DONE, zip.length + " bytes"));
            } catch (PenstockException e) {
                tell(result(commandId, CommandStatus.FAILED, e.code() + ": " + e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }).start();
    }

    private static CommandResult result(String id, CommandStatus status, String message) {
        return new CommandResult(id, status, Optional.of(message), Optional.empty());
    }

    private static void closed(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void nudge() {
        session.nudge();
    }

    private void tell(CommandResult result) {
        reporter.result(result);
        nudge();
    }

    private SortedMap<String, PipeReport> pipeReports() {
        return reports.now(instructions.manifest());
    }

    private AgentReport self() {
        return new AgentReport(enrolment.name(identity.identity()), settings.tags(), Machine.report(), around.software(),
                startedAt, CAPABILITIES, policy.report());
    }

    private byte[] fetch(Artifact artifact) throws InterruptedException {
        Secret token = identity.token().orElseThrow(() -> PenstockException.retry("artifacts.away",
                "this agent has no credential yet", null));
        Reply<byte[]> reply = calls.artifact(token, artifact.sha256(), artifact.size());
        if (reply instanceof Reply.Done<byte[]> done) {
            return done.body();
        }
        String why = reply instanceof Reply.Refused<byte[]> refused ? refused.refusal().text() : "an empty answer";
        throw new PenstockException(ErrorKind.RETRY, "artifacts.away", "the server does not give the text: " + why);
    }

    private void offerIdentity() {
        Identity self = identity.identity();
        around.identity().accept(self.removed() || self.agentId().isEmpty() ? Optional.empty()
                : identity.token().map(token -> new OwnIdentity(self.agentId().orElseThrow(),
                        self.name().orElseThrow(), token, self.seed())));
    }

    /** Goes on with settings that {@linkplain ClientSettings#connectsAs connect as} those before. */
    public void modified(ClientSettings next) {
        policy = new LocalPolicy(next.policy());
        lines.modified(next);
        nudge();
    }

    /** How this agent stands with its server. */
    public Standing standing() {
        return board.now();
    }

    /** When the server last answered as it should. */
    public Optional<Instant> answered() {
        return board.answered();
    }

    /** Who this agent is. */
    public Identity identity() {
        return identity.identity();
    }

    /** What it is called. */
    public String name() {
        return enrolment.name(identity.identity());
    }

    /** Where its server is. */
    public String server() {
        return server.url().toString();
    }

    /** What the server wants, if it has said so. */
    public Optional<Manifest> manifest() {
        return instructions.manifest();
    }

    /** Its pipes as the server is told of them. */
    public List<PipeReport> pipes() {
        return List.copyOf(pipeReports().values());
    }

    /** What is wrong with what the server said. */
    public List<String> problems() {
        return instructions.problems();
    }

    /** Stops everything the server wanted, takes its settings back, and ends. */
    public void forget() {
        instructions.forget();
        close();
    }

    @Override
    public void close() {
        logging.ifPresent(ControlClient::closed);
        lines.close();
        session.close();
        pipes.close();
        around.identity().accept(Optional.empty());
    }
}
