package io.penstock.control.server.fleet;

import io.penstock.control.api.CommandResult;
import io.penstock.control.api.CommandStatus;
import io.penstock.control.api.EnrollRequest;
import io.penstock.control.api.OpenApi;
import io.penstock.control.api.ProtocolRange;
import io.penstock.control.api.SyncRequest;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.RevisionTable;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /agent/v1}: what agents ask. */
final class ProtocolResource implements Resource {
    private static final int MAX_DIAGNOSTICS = 8 << 20;
    private final FleetParts parts;
    private final Conversation conversation;
    private final Enroller enroller;
    private final Notes notes;
    private final Intake intake;

    ProtocolResource(FleetParts parts, Conversation conversation, Enroller enroller, Notes notes, Intake intake) {
        this.parts = parts;
        this.conversation = conversation;
        this.enroller = enroller;
        this.notes = notes;
        this.intake = intake;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("POST", OpenApi.AGENT + "/enroll").enrolment().to(this::enroll);
        routes.on("POST", OpenApi.AGENT + "/agents/{id}/sync").agent().to(this::sync);
        routes.on("GET", OpenApi.AGENT + "/artifacts/{sha256}").agent().gives("application/octet-stream").to(this::artifact);
        routes.on("POST", OpenApi.AGENT + "/agents/{id}/logs").agent().takes("application/x-ndjson").onWorker()
                .to(call -> intake.logs(known(call), call.bytes()));
        routes.on("POST", OpenApi.AGENT + "/agents/{id}/metrics").agent().takes("application/x-ndjson").onWorker()
                .to(call -> intake.metrics(known(call), call.bytes()));
        routes.on("POST", OpenApi.AGENT + "/agents/{id}/diagnostics/{commandId}").agent().takes("application/zip")
                .maxBody(MAX_DIAGNOSTICS).onWorker().to(this::diagnostics);
    }

    private static void speaks(Call call) {
        Optional<String> version = call.header("Penstock-Protocol");
        if (version.isPresent() && !version.get().strip().equals(Integer.toString(OpenApi.PROTOCOL))) {
            throw new PenstockException(ErrorKind.INVALID, "protocol.version", "this server speaks version " + OpenApi.PROTOCOL
                    + " of the agents' protocol, not \"" + version.get() + "\"");
        }
    }

    private CompletionStage<Answer> enroll(Call call) {
        speaks(call);
        EnrollRequest request = call.body(EnrollRequest.class);
        if (new ProtocolRange(OpenApi.PROTOCOL, OpenApi.PROTOCOL).common(request.protocol()).isEmpty()) {
            throw new PenstockException(ErrorKind.INVALID, "protocol.version", "this server speaks version " + OpenApi.PROTOCOL
                    + " of the agents' protocol; the agent speaks " + request.protocol().min() + " to "
                    + request.protocol().max());
        }
        Caller.EnrolmentCaller caller = (Caller.EnrolmentCaller) call.caller();
        // An agent asks at once what to run: memory has to know it by then.
        return enroller.enroll(new Enroller.Asked(caller, call.from(), call.requestId()), request)
                .thenCompose(answer -> parts.mirror().settled().thenApply(settled -> answer));
    }

    private CompletionStage<Answer> sync(Call call) {
        speaks(call);
        SyncRequest request = call.body(SyncRequest.class);
        Optional<Node> node = parts.roster().byId(call.path("id"));
        if (node.isEmpty()) {
            return gone(call.path("id"));
        }
        rotated(node.get(), (Caller.AgentCaller) call.caller());
        CompletionStage<Answer> answer = conversation.sync(node.get(), request, call.from(), call.waitFor(), call.requestId(),
                call.bytes().length);
        if (!answer.toCompletableFuture().isDone()) {
            call.gone().thenRun(() -> conversation.gone(node.get(), answer));
        }
        return answer;
    }

    /** Removed before this server started, or never there, or made by another server this moment. */
    private CompletionStage<Answer> gone(String id) {
        return parts.read(rows -> AgentTable.byId(rows, parts.json(), id)).thenApply(row -> {
            if (row.isPresent() && row.get().removedAt().isPresent()) {
                throw new PenstockException(ErrorKind.CLOSED, "agents.removed", "the agent was removed");
            }
            if (row.isPresent()) {
                throw PenstockException.retry("server.busy", "the agent has just been made: ask again", null);
            }
            throw new PenstockException(ErrorKind.DENIED, "credentials.unknown", "nobody knows this agent");
        });
    }

    /** The new credential is in use: the key is rotated. */
    private void rotated(Node node, Caller.AgentCaller caller) {
        Optional<Node.Candidate> used;
        synchronized (node) {
            used = node.candidate.filter(one -> one.credentialId().equals(caller.credentialId()));
            if (used.isPresent()) {
                node.candidate = Optional.empty();
            }
        }
        used.ifPresent(one -> notes.result(node.id, new CommandResult(one.commandId(), CommandStatus.DONE, Optional.empty(),
                Optional.empty())));
    }

    private Node known(Call call) {
        speaks(call);
        Node node = parts.roster().byId(call.path("id")).orElseThrow(() -> AgentTable.unknown(call.path("id")));
        synchronized (node) {
            if (node.row.removedAt().isPresent()) {
                throw new PenstockException(ErrorKind.CLOSED, "agents.removed", "the agent was removed");
            }
            if (node.row.disabled()) {
                throw new PenstockException(ErrorKind.DENIED, "agents.disabled", "the agent is disabled");
            }
        }
        return node;
    }

    private CompletionStage<Answer> artifact(Call call) {
        speaks(call);
        String hash = call.path("sha256");
        Caller.AgentCaller caller = (Caller.AgentCaller) call.caller();
        boolean allowed = parts.roster().byId(caller.agentId()).filter(node -> Conversation.mayFetch(node, hash)).isPresent();
        if (!allowed) {
            throw new PenstockException(ErrorKind.DENIED, "artifacts.foreign", "the agent's manifest does not name this text");
        }
        return parts.read(rows -> RevisionTable.artifact(rows, hash)).thenApply(body -> new Answer.Bytes(200,
                "application/octet-stream", body.orElseThrow(() -> new PenstockException(ErrorKind.CORRUPT, "store.artifact",
                "the text " + hash + " is missing")), Map.of("Cache-Control", "private, max-age=31536000, immutable")));
    }

    private CompletionStage<Answer> diagnostics(Call call) {
        String agent = known(call).id;
        return parts.store().write(tx -> {
            CommandTable.output(tx, agent, call.path("commandId"), call.bytes());
            return Answer.none();
        });
    }
}
