package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.NodeCounters;
import io.penstock.control.api.PipeCounters;
import io.penstock.control.api.PipeOrigin;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.ReportedState;
import io.penstock.control.api.RunningSpec;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Level;
import io.penstock.control.server.pipe.Origin;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.pipe.Planner;
import io.penstock.control.server.pipe.Resolved;
import io.penstock.control.server.pipe.Spec;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /agents/{id}/…}: a closer look at one agent. */
final class AgentDetailsResource implements Resource {
    private static final String PLACE = "/api/v1/agents/{id}";
    private final FleetParts parts;
    private final Series series;

    AgentDetailsResource(FleetParts parts, Series series) {
        this.parts = parts;
        this.series = series;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record ManifestShown(long generation, String hash, String kid, Optional<String> applied, Manifest body) {
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record AgentPipe(Optional<String> pipeId, String name, PipeOrigin origin, Optional<DesiredSpec> desired,
                             Optional<RunningSpec> running, ReportedState state, Instant since, Optional<String> reason,
                             long restarts, Optional<LastAttempt> lastAttempt, Optional<Refusal> refused,
                             PipeCounters counters, Optional<Map<String, NodeCounters>> nodes) {
    }

    private record DesiredSpec(int revision, String spec, io.penstock.control.api.Desired desired) {
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record ResolvedValue(String key, Optional<String> pipe, Object value, Level level, String owner,
                                 boolean ambiguous, List<Origin> overrides) {
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record ConflictShown(Optional<Conflict> conflict) {
    }

    private record LogShown(long seq, Instant at, String level, String logger, String message) {
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE + "/manifest").role(Role.VIEWER).to(this::manifest);
        routes.on("GET", PLACE + "/pipes").role(Role.VIEWER).to(this::pipes);
        routes.on("GET", PLACE + "/history").role(Role.VIEWER).to(this::history);
        routes.on("GET", PLACE + "/parameters").role(Role.VIEWER).to(this::parameters);
        routes.on("GET", PLACE + "/settings").role(Role.VIEWER).to(this::settings);
        routes.on("GET", PLACE + "/logs").role(Role.VIEWER).to(this::logs);
        routes.on("GET", PLACE + "/metrics").role(Role.VIEWER).to(this::metrics);
        routes.on("GET", PLACE + "/syncs").role(Role.VIEWER).to(this::syncs);
        routes.on("GET", PLACE + "/conflict").role(Role.VIEWER).to(this::conflict);
    }

    private AgentView view(Call call) {
        return parts.view(call.path("id"));
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private CompletionStage<Answer> manifest(Call call) {
        AgentView view = view(call);
        Manifest body = parts.json().readTolerant(view.offer().manifest(), Manifest.class);
        String kid = parts.signer().keys().get(parts.signer().keys().size() - 1).kid();
        return now(Answer.ok(new ManifestShown(view.offer().generation(), view.offer().manifestHash(), kid,
                view.told().known().manifest(), body)));
    }

    private CompletionStage<Answer> pipes(Call call) {
        AgentView view = view(call);
        TreeMap<String, AgentPipe> all = new TreeMap<>();
        view.told().pipes().forEach(report -> all.put(report.name() + "\n" + Told.key(report), shown(view, report)));
        view.placements().forEach((id, placement) -> {
            Optional<Spec> spec = placement.spec().filter(any -> !AgentView.settings(id)).flatMap(parts.mirror()::spec);
            if (spec.isPresent() && view.told().pipe(id).isEmpty()) {
                all.put(spec.get().name() + "\n" + id, new AgentPipe(Optional.of(id), spec.get().name(), PipeOrigin.SERVER,
                        desired(view, id), Optional.empty(), ReportedState.ASSIGNED, placement.since(), Optional.empty(), 0,
                        Optional.empty(), refused(view, id), new PipeCounters(0, 0, 0, 0, 0, 0, 0), Optional.empty()));
            }
        });
        return now(Pages.of(List.copyOf(all.values()), call.page(), one -> one));
    }

    private AgentPipe shown(AgentView view, PipeReport report) {
        return new AgentPipe(report.pipeId(), report.name(), report.origin(), report.pipeId().flatMap(id -> desired(view, id)),
                report.running(), report.state(), report.since(), report.reason(), report.restarts(), report.lastAttempt(),
                report.pipeId().flatMap(id -> refused(view, id)), report.counters(),
                report.nodes().isEmpty() ? Optional.empty() : Optional.of(report.nodes()));
    }

    /** What the server wants, refused or not. */
    private Optional<DesiredSpec> desired(AgentView view, String pipeId) {
        return Optional.ofNullable(view.placements().get(pipeId)).flatMap(Placement::spec).flatMap(hash ->
                parts.mirror().spec(hash).map(spec -> new DesiredSpec(spec.revision(), hash, spec.desired())));
    }

    private static Optional<Refusal> refused(AgentView view, String pipeId) {
        return Optional.ofNullable(view.placements().get(pipeId)).flatMap(Placement::spec)
                .map(hash -> view.refusals().get(pipeId + "|" + hash));
    }

    private CompletionStage<Answer> history(Call call) {
        AgentView view = view(call);
        Instant before = Instant.ofEpochMilli(Pages.after(call.page(), Long.MAX_VALUE));
        return parts.read(rows -> Pages.answer(PresenceTable.history(rows, view.row().id(), before, call.page().limit() + 1),
                call.page(), change -> Long.toString(change.at().toEpochMilli()), change -> change));
    }

    private CompletionStage<Answer> parameters(Call call) {
        AgentView view = view(call);
        Configuration live = parts.mirror().live();
        List<ResolvedValue> values = new ArrayList<>();
        Planner.parameters(view.facts(), live).forEach((pipe, resolved) -> resolved.forEach(value ->
                values.add(shown(value, Optional.of(live.pipes().get(pipe).name())))));
        values.sort(java.util.Comparator.comparing((ResolvedValue value) -> value.pipe().orElse("")).thenComparing(ResolvedValue::key));
        return now(Pages.of(values, call.page(), value -> value));
    }

    private CompletionStage<Answer> settings(Call call) {
        AgentView view = view(call);
        List<Resolved> values = List.copyOf(parts.mirror().live().settings().resolve(view.facts()).values());
        return now(Pages.of(values, call.page(), value -> shown(value, Optional.empty())));
    }

    private static ResolvedValue shown(Resolved value, Optional<String> pipe) {
        return new ResolvedValue(value.key(), pipe, value.value(), value.level(), value.owner(), value.ambiguous(),
                value.overridden());
    }

    private static Instant time(Call call, String name, Instant missing) {
        return call.query(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw PenstockException.invalid("request.query", name + ": expected a time such as 2026-01-31T12:00:00Z");
            }
        }).orElse(missing);
    }

    private CompletionStage<Answer> logs(Call call) {
        AgentView view = view(call);
        List<String> levels = List.of("trace", "debug", "info", "warn", "error");
        String level = call.query("level").orElse("trace");
        if (!levels.contains(level)) {
            throw PenstockException.invalid("request.query", "level: expected one of " + String.join(", ", levels));
        }
        List<String> wanted = levels.subList(levels.indexOf(level), levels.size());
        Instant from = time(call, "from", Instant.EPOCH);
        Instant to = time(call, "to", Instant.ofEpochMilli(Long.MAX_VALUE));
        long below = Pages.after(call.page(), Long.MAX_VALUE);
        List<Object> values = new ArrayList<>(List.of(view.row().id(), below, from, to));
        values.addAll(wanted);
        values.add(call.page().limit() + 1);
        return parts.read(rows -> Pages.answer(rows.list("select seq, at, level, logger, message from agent_logs "
                        + "where agent_id = ? and seq < ? and at >= ? and at < ? and level in ("
                        + String.join(", ", java.util.Collections.nCopies(wanted.size(), "?")) + ") order by seq desc limit ?",
                row -> new LogShown(row.number("seq"), row.time("at"), row.text("level"), row.text("logger"),
                        row.text("message")), values.toArray()), call.page(), line -> Long.toString(line.seq()), line -> line));
    }

    private CompletionStage<Answer> metrics(Call call) {
        AgentView view = view(call);
        return now(Pages.of(series.of(view.row().id(), call.query("name"), time(call, "from", Instant.EPOCH),
                time(call, "to", Instant.MAX)), call.page(), one -> one));
    }

    private CompletionStage<Answer> syncs(Call call) {
        AgentView view = view(call);
        Node node = parts.roster().byId(view.row().id()).orElseThrow(() -> AgentTable.unknown(view.row().id()));
        synchronized (node) {
            return now(Pages.of(node.syncs.newest(), call.page(), one -> one));
        }
    }

    private CompletionStage<Answer> conflict(Call call) {
        return now(Answer.ok(new ConflictShown(view(call).conflict())));
    }
}
