package io.penstock.control.server.documents;

import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.OnFailure;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.RevisionTable;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Pipes: their text becomes a revision where it differs from the newest. One transaction, one thread. */
final class PipeDocuments {
    private static final Set<String> KNOWN = Set.of("text", "selector", "tags", "agents", "desired", "health", "onFailure");
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_AGENTS = 10_000;
    private static final int MAX_TAGS = 32;
    private static final String MESSAGE = "applied";

    private final FleetParts parts;
    private final PipeReader reader;
    private final Tx tx;
    private final Call call;
    private boolean edited;

    PipeDocuments(FleetParts parts, PipeReader reader, Tx tx, Call call) {
        this.parts = parts;
        this.reader = reader;
        this.tx = tx;
        this.call = call;
    }

    /** Whether what agents run may differ now, apart from new revisions. */
    boolean edited() {
        return edited;
    }

    /** @param sent takes the pipe's id and its revision, where there is a new one */
    void apply(Document document, Map<String, Integer> sent) {
        Fields fields = Fields.of(document.spec(), KNOWN);
        String text = fields.required("text", MAX_TEXT);
        checkText(document.name(), text);
        Optional<PipeRow> there = PipeTable.byName(tx, parts.json(), document.name());
        PipeRow pipe = there.orElseGet(() -> fresh(document.name()));
        PipeRow wanted = described(pipe, fields);
        if (there.isEmpty()) {
            PipeTable.insert(tx, parts.json(), wanted);
            tx.audit(Actors.done(call, "pipes.create", "pipe", wanted.id(), Map.of("name", wanted.name())));
        } else if (!wanted.equals(pipe)) {
            PipeTable.update(tx, parts.json(), wanted, pipe.version());
            edited = true;
        }
        OptionalInt latest = RevisionTable.latest(tx, wanted.id());
        if (latest.isEmpty() || !RevisionTable.text(tx, RevisionTable.known(tx, wanted, latest.getAsInt())).equals(text)) {
            sent.put(wanted.id(), RevisionTable.add(tx, wanted, text, MESSAGE, Actors.actor(call.caller()), Optional.empty())
                    .number());
        }
    }

    private void checkText(String name, String text) {
        String own = reader.outline(text).name();
        if (!own.equals(name)) {
            throw PenstockException.invalid("apply.invalid", "the text is of a pipe \"" + own + "\"");
        }
        reader.lint(text, Map.of()).stream().filter(PipeReader.Finding::error).findFirst().ifPresent(finding -> {
            throw PenstockException.invalid("pipes.invalid", "pipe \"" + name + "\", line " + finding.line() + ": "
                    + finding.message());
        });
    }

    private PipeRow fresh(String name) {
        return new PipeRow(parts.ids().get(), name, Optional.empty(), Optional.empty(), Optional.empty(), 0, OptionalInt.empty(),
                Desired.RUNNING, PipeRow.USUAL_HEALTH, OnFailure.ROLLBACK, "", List.of(), 1, tx.now(),
                Actors.actor(call.caller()), Optional.empty());
    }

    private PipeRow described(PipeRow pipe, Fields fields) {
        Optional<Fields> health = fields.object("health").map(map -> Fields.of(map, Set.of("graceSeconds", "withinSeconds")));
        HealthRule rule = health.map(given -> new HealthRule(
                given.number("graceSeconds", 0, 600).orElse(PipeRow.USUAL_HEALTH.graceSeconds()),
                given.number("withinSeconds", 1, 3600).orElse(PipeRow.USUAL_HEALTH.withinSeconds()))).orElse(PipeRow.USUAL_HEALTH);
        List<String> agents = fields.texts("agents", MAX_AGENTS).orElse(List.of()).stream().map(this::agent).distinct().sorted()
                .toList();
        return pipe.assigned(selector(fields), agents).running(
                fields.word("desired", Set.of("running", "paused", "stopped")).map(word ->
                        Desired.valueOf(word.toUpperCase(Locale.ROOT))).orElse(Desired.RUNNING), rule,
                fields.word("onFailure", Set.of("rollback", "stop")).map(word ->
                        OnFailure.valueOf(word.toUpperCase(Locale.ROOT))).orElse(OnFailure.ROLLBACK));
    }

    private static String selector(Fields fields) {
        Optional<List<String>> tags = fields.texts("tags", MAX_TAGS);
        if (tags.isPresent() && fields.has("selector")) {
            throw PenstockException.invalid("apply.invalid", "selector and tags say the same: give one of them");
        }
        String text = tags.map(words -> String.join(" or ", words))
                .orElseGet(() -> fields.text("selector", Selector.MAX_CHARACTERS).orElse(""));
        return Selector.parse(text).toString();
    }

    private String agent(String name) {
        return AgentTable.byName(tx, parts.json(), name).orElseThrow(() -> PenstockException.invalid("apply.invalid",
                "there is no agent \"" + name + "\"")).id();
    }
}
