package io.penstock.control.server.rollout;

import io.penstock.control.api.Json;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What can be said of a pipe's text without keeping it. Thread-safe. */
public final class PipeToolsResource implements Resource {
    private static final int MAX_BODY = 3 << 20;

    private final PipeReader reader;
    private final Json json;

    /** @param reader understands pipes */
    public PipeToolsResource(PipeReader reader, Json json) {
        this.reader = reader;
        this.json = json;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("POST", PipesResource.PLACE + "/validate").role(Role.EDITOR).maxBody(MAX_BODY).to(this::validate);
        routes.on("POST", PipesResource.PLACE + "/graph").role(Role.EDITOR).maxBody(MAX_BODY).to(this::graph);
    }

    private CompletionStage<Answer> validate(Call call) {
        Fields fields = Fields.of(call, Set.of("text", "params"));
        String text = fields.required("text", PipesResource.MAX_TEXT);
        SortedMap<String, Object> params = fields.has("params") ? fields.entries("params") : new TreeMap<>();
        Map<String, Object> checked = new LinkedHashMap<>();
        List<PipeReader.Finding> findings = new ArrayList<>(reader.lint(text, params));
        outline(text, findings).ifPresent(outline -> checked.put("outline", outline));
        checked.put("findings", findings);
        return CompletableFuture.completedFuture(Answer.ok(checked));
    }

    private Optional<PipeReader.Outline> outline(String text, List<PipeReader.Finding> findings) {
        try {
            return Optional.of(reader.outline(text));
        } catch (PenstockException e) {
            if (findings.isEmpty()) {
                findings.add(new PipeReader.Finding(1, 1, "error", "pipes.invalid", e.getMessage(), Optional.empty()));
            }
            return Optional.empty();
        }
    }

    private CompletionStage<Answer> graph(Call call) {
        String text = Fields.of(call, Set.of("text")).required("text", PipesResource.MAX_TEXT);
        Optional<Answer> refused = PipesResource.refused(reader, call, text, true);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(refused.get());
        }
        Map<?, ?> drawn = json.readTolerant(reader.graph(text).getBytes(StandardCharsets.UTF_8), Map.class);
        List<Map<String, Object>> edges = new ArrayList<>();
        for (Object edge : (List<?>) drawn.get("edges")) {
            Map<String, Object> shown = new LinkedHashMap<>();
            ((Map<?, ?>) edge).forEach((key, value) -> {
                if (!"".equals(value)) {
                    shown.put((String) key, value);
                }
            });
            edges.add(shown);
        }
        return CompletableFuture.completedFuture(Answer.ok(Map.of("nodes", drawn.get("nodes"), "edges", edges)));
    }
}
