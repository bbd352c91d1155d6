package io.penstock.control.server.fleet;

import io.penstock.control.server.access.Actors;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /agents/{id}/actions}, {@code /agents/bulk}, {@code /commands}: what agents are to do once. */
final class CommandsResource implements Resource {
    private static final String AGENTS = "/api/v1/agents";
    private static final String PLACE = "/api/v1/commands";
    private static final Duration EXPIRES = Duration.ofHours(1);
    private static final Set<String> BULK = Set.of("restart", "drain", "resume", "diagnostics", "rotate-key", "retry-pipe",
            "approve");
    private static final Set<String> ALL = Set.of("restart", "drain", "resume", "diagnostics", "rotate-key", "retry-pipe",
            "approve", "reassign-identity", "release-conflict");
    private final FleetParts parts;
    private final Conversation conversation;

    CommandsResource(FleetParts parts, Conversation conversation) {
        this.parts = parts;
        this.conversation = conversation;
    }

    private record BulkDone(int touches, List<String> commands) {
    }

    @Override
    public void routes(Routes routes) {
        routes.on("POST", AGENTS + "/{id}/actions").role(Role.OPERATOR).creates().to(this::act);
        routes.on("POST", AGENTS + "/bulk").role(Role.OPERATOR).creates().to(this::bulk);
        routes.on("GET", PLACE).role(Role.VIEWER).to(this::list);
        routes.on("GET", PLACE + "/{id}").role(Role.VIEWER).to(this::show);
        routes.on("DELETE", PLACE + "/{id}").role(Role.OPERATOR).to(this::cancel);
        routes.on("GET", PLACE + "/{id}/output").role(Role.VIEWER).gives("text/plain").gives("application/zip").to(this::output);
    }

    private CompletionStage<Answer> act(Call call) {
        Fields fields = Fields.of(call, Set.of("action", "args"));
        String action = fields.word("action", ALL).orElseThrow(() ->
                PenstockException.invalid("request.field", "/action is missing"));
        SortedMap<String, Object> args = args(fields);
        String agent = call.path("id");
        return parts.write(tx -> {
            Command command = command(tx, agent, action, args, call);
            tx.audit(Actors.done(call, "agents." + action, "agent", agent, Map.of("command", command.id())));
            return command;
        }).thenApply(command -> {
            effect(agent, action);
            return Answer.accepted(PLACE + "/" + command.id(), command);
        });
    }

    private static SortedMap<String, Object> args(Fields fields) {
        TreeMap<String, Object> args = new TreeMap<>();
        fields.object("args").map(map -> Fields.of(map, Set.of("pipe", "withinSeconds"))).ifPresent(given -> {
            given.text("pipe", 64).ifPresent(pipe -> args.put("pipe", pipe));
            given.number("withinSeconds", 1, 3600).ifPresent(seconds -> args.put("withinSeconds", seconds));
        });
        return args;
    }

    private Command command(Tx tx, String agentId, String action, SortedMap<String, Object> args, Call call) {
        AgentRow agent = AgentTable.known(tx, parts.json(), agentId);
        boolean ours = List.of("approve", "reassign-identity", "release-conflict").contains(action);
        if (action.equals("approve")) {
            approve(tx, agent);
        } else if (action.equals("drain") || action.equals("resume")) {
            AgentTable.flag(tx, agentId, "draining", action.equals("drain"));
        } else if (action.equals("retry-pipe")) {
            retry(tx, agentId, args);
        } else if (ours && parts.view(agentId).conflict().isEmpty()) {
            throw new PenstockException(ErrorKind.CONFLICT, "agents.state", "the agent's identity is not used twice");
        }
        Command made = new Command(parts.ids().get(), agentId, action, args, ours ? Command.State.DONE : Command.State.WAITING,
                tx.now(), Actors.actor(call.caller()), tx.now().plus(EXPIRES), ours ? Optional.of(tx.now()) : Optional.empty(),
                Optional.empty(), false);
        CommandTable.insert(tx, parts.json(), made);
        return made;
    }

    private void approve(Tx tx, AgentRow agent) {
        if (agent.approved()) {
            throw new PenstockException(ErrorKind.CONFLICT, "agents.state", "the agent is approved already");
        }
        AgentTable.flag(tx, agent.id(), "approved", true);
        parts.newcomers().place(tx, AgentTable.known(tx, parts.json(), agent.id()));
    }

    /** The server offers again what the agent refused; the agent is told to try. */
    private void retry(Tx tx, String agentId, SortedMap<String, Object> args) {
        String ref = (String) args.get("pipe");
        if (ref == null) {
            throw PenstockException.invalid("request.field", "/args/pipe is missing: which pipe is to be tried again");
        }
        String pipe = PipeTable.known(tx, parts.json(), ref).id();
        args.put("pipe", pipe);
        if (PlacementTable.forgive(tx, agentId, pipe) > 0) {
            AgentTable.nextGeneration(tx, List.of(agentId));
        }
    }

    /** What is in memory only. */
    private void effect(String agentId, String action) {
        parts.roster().byId(agentId).ifPresent(node -> {
            synchronized (node) {
                if (action.equals("release-conflict")) {
                    node.conflict = Optional.empty();
                } else if (action.equals("reassign-identity") && node.conflict.isPresent()) {
                    Conflict.Side second = node.conflict.get().second();
                    Conflict.Side first = node.conflict.get().first();
                    node.conflict = Optional.of(new Conflict(node.conflict.get().since(), second, first));
                    node.boot = Optional.of(new Boot(second.bootId(), second.host(), second.address(), 0, second.lastSeen()));
                    node.formerBoot = Optional.empty();
                    node.complete = false;
                }
                node.dirty = true;
            }
            conversation.wake(node);
        });
    }

    private CompletionStage<Answer> bulk(Call call) {
        Fields fields = Fields.of(call, Set.of("selector", "action", "args", "dryRun"));
        Selector selector = Selector.parse(fields.required("selector", Selector.MAX_CHARACTERS));
        String action = fields.word("action", BULK).orElseThrow(() ->
                PenstockException.invalid("request.field", "/action is missing"));
        SortedMap<String, Object> args = args(fields);
        List<String> agents = parts.roster().views().stream().filter(view -> selector.matches(view.facts()))
                .filter(view -> !action.equals("approve") || !view.row().approved()).map(view -> view.row().id()).sorted().toList();
        if (fields.flag("dryRun").orElse(false)) {
            return CompletableFuture.completedFuture(Answer.ok(new BulkDone(agents.size(), List.of())));
        }
        return parts.write(tx -> {
            List<String> commands = new ArrayList<>();
            agents.forEach(agent -> commands.add(command(tx, agent, action, new TreeMap<>(args), call).id()));
            tx.audit(Actors.done(call, "agents.bulk", "agent", "", Map.of("selector", selector.toString(), "action", action,
                    "touches", agents.size())));
            return Answer.accepted(new BulkDone(agents.size(), commands));
        });
    }

    private CompletionStage<Answer> list(Call call) {
        Optional<String> below = Pages.after(call.page());
        String agent = call.query("agent").orElse("");
        String state = call.query("state").orElse("");
        return parts.read(rows -> Pages.answer(CommandTable.page(rows, parts.json(), agent, state, below.orElse(""),
                call.page().limit() + 1), call.page(), Command::id, command -> command));
    }

    private CompletionStage<Answer> show(Call call) {
        return parts.read(rows -> Answer.ok(CommandTable.known(rows, parts.json(), call.path("id"))));
    }

    private CompletionStage<Answer> cancel(Call call) {
        return parts.write(tx -> {
            Command command = CommandTable.known(tx, parts.json(), call.path("id"));
            if (command.state() != Command.State.WAITING) {
                throw new PenstockException(ErrorKind.CONFLICT, "commands.state", "the command is " + command.state().text()
                        + ": only one that waits can be taken back");
            }
            CommandTable.ended(tx, command.agentId(), command.id(), Command.State.CANCELLED, Optional.empty(), Optional.empty());
            tx.audit(Actors.done(call, "commands.cancel", "command", command.id(), Map.of()));
            return Answer.none();
        });
    }

    private CompletionStage<Answer> output(Call call) {
        return parts.read(rows -> {
            Command command = CommandTable.known(rows, parts.json(), call.path("id"));
            byte[] output = CommandTable.output(rows, command.id()).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                    "commands.no-output", "the command has no output"));
            boolean zip = output.length > 1 && output[0] == 'P' && output[1] == 'K';
            return new Answer.Bytes(200, zip ? "application/zip" : "text/plain; charset=utf-8",
                    zip ? output : new String(output, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), Map.of());
        });
    }
}
