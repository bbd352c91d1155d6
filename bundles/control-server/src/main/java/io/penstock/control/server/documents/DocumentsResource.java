package io.penstock.control.server.documents;

import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code /apply} and {@code /export}. Thread-safe. */
public final class DocumentsResource implements Resource {
    private static final Set<String> KINDS = Set.of(Document.AGENT, Document.PARAMETERS, Document.PIPE, Document.SETTINGS);
    private static final int MAX_DOCUMENTS = 10_000;
    private static final int MAX_BODY = 16 << 20;
    private static final int MAX_NAME = 200;

    private final FleetParts parts;
    private final PipeReader reader;

    /** @param reader understands pipes */
    public DocumentsResource(FleetParts parts, PipeReader reader) {
        this.parts = parts;
        this.reader = reader;
    }

    /** Ends a trial's transaction, so that nothing of it is kept. */
    private static final class Tried extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, Object> applied;

        private Tried(Map<String, Object> applied) {
            super("a trial", null, false, false);
            this.applied = applied;
        }
    }

    @Override
    public void routes(Routes routes) {
        routes.on("POST", "/api/v1/apply").role(Role.OPERATOR).creates().maxBody(MAX_BODY).to(this::apply);
        routes.on("GET", "/api/v1/export").role(Role.VIEWER).to(this::export);
    }

    private CompletionStage<Answer> export(Call call) {
        Set<String> kinds = call.query("kind").map(text -> Set.of(text.split(",", -1))).orElse(KINDS);
        if (!KINDS.containsAll(kinds)) {
            throw PenstockException.invalid("request.query", "the parameter kind: expected some of " + String.join(", ", KINDS));
        }
        return parts.read(rows -> Answer.ok(Map.of("documents", Export.of(rows, parts.json()).values().stream()
                .filter(document -> kinds.contains(document.kind())).toList())));
    }

    private CompletionStage<Answer> apply(Call call) {
        Fields fields = Fields.of(call, Set.of("documents", "prune", "dryRun"));
        List<Document> documents = documents(fields.objects("documents", MAX_DOCUMENTS));
        boolean prune = fields.flag("prune").orElse(false);
        if (fields.flag("dryRun").orElse(false)) {
            return parts.store().<Map<String, Object>>write(tx -> {
                throw new Tried(new Apply(parts, reader, tx, call).run(documents, prune));
            }).handle((none, failure) -> tried(failure)).thenApply(Answer::ok);
        }
        return parts.write(tx -> new Apply(parts, reader, tx, call).run(documents, prune)).thenApply(Answer::ok);
    }

    private static Map<String, Object> tried(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Tried trial) {
            return trial.applied;
        }
        throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    @SuppressWarnings("unchecked")
    private static List<Document> documents(List<Map<?, ?>> given) {
        List<Document> documents = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Map<?, ?> one : given) {
            Fields fields = Fields.of(one, Set.of("kind", "name", "spec"));
            String kind = fields.word("kind", KINDS).orElseThrow(() -> invalid("a document has no kind"));
            Document document = new Document(kind, fields.required("name", MAX_NAME), (Map<String, Object>) fields.object("spec")
                    .orElseThrow(() -> invalid("a document of " + kind + " has no spec")));
            if (!seen.add(document.key())) {
                throw invalid(kind + " \"" + document.name() + "\" comes twice");
            }
            documents.add(document);
        }
        return documents;
    }

    private static PenstockException invalid(String why) {
        return new PenstockException(ErrorKind.INVALID, "apply.invalid", why);
    }
}
