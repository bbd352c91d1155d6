package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.Revision;
import io.penstock.control.server.pipe.RevisionTable;
import io.penstock.control.server.pipe.UnifiedDiff;
import io.penstock.control.server.store.Rows;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /pipes/{pipe}/draft}, {@code …/revisions}, {@code …/diff}, {@code …/restore}: texts, none of them deployed here. */
public final class RevisionsResource implements Resource {
    private static final String PLACE = PipesResource.PLACE + "/{pipe}";
    private static final int MAX_BODY = 3 << 20;
    private static final int MAX_MESSAGE = 1000;
    private final FleetParts parts;
    private final PipeReader reader;
    private final PipeViews views;

    public RevisionsResource(FleetParts parts, PipeReader reader) {
        this.parts = parts;
        this.reader = reader;
        this.views = new PipeViews(parts, reader);
    }

    /** A revision with its text. */
    private record RevisionText(@JsonUnwrapped Revision revision, String text) {
    }

    /** How two texts differ. */
    private record Diff(String from, String to, String diff) {
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE + "/draft").role(Role.VIEWER).to(this::draft);
        routes.on("PUT", PLACE + "/draft").role(Role.EDITOR).changes().maxBody(MAX_BODY).to(this::putDraft);
        routes.on("DELETE", PLACE + "/draft").role(Role.EDITOR).changes().to(this::dropDraft);
        routes.on("POST", PLACE + "/revisions").role(Role.EDITOR).creates().to(this::commit);
        routes.on("GET", PLACE + "/revisions").role(Role.VIEWER).to(this::list);
        routes.on("GET", PLACE + "/revisions/{number}").role(Role.VIEWER).to(this::show);
        routes.on("GET", PLACE + "/diff").role(Role.VIEWER).to(this::diff);
        routes.on("POST", PLACE + "/restore").role(Role.EDITOR).creates().to(this::restore);
    }

    private PipeRow pipe(Rows rows, Call call) {
        return PipeTable.known(rows, parts.json(), call.path("pipe"));
    }

    private static PipeRow drafted(PipeRow pipe) {
        if (pipe.draft().isEmpty()) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "pipes.no-draft", "the pipe \"" + pipe.name() + "\" has no draft");
        }
        return pipe;
    }

    private CompletionStage<Answer> draft(Call call) {
        return parts.read(rows -> {
            PipeRow pipe = drafted(pipe(rows, call));
            return Answer.ok(views.draft(pipe), pipe.draftVersion());
        });
    }

    private CompletionStage<Answer> putDraft(Call call) {
        String text = Fields.of(call, Set.of("text")).required("text", PipesResource.MAX_TEXT);
        Optional<Answer> refused = PipesResource.refused(reader, call, text, false);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(refused.get());
        }
        String name = reader.outline(text).name();
        return parts.write(tx -> {
            PipeRow pipe = pipe(tx, call);
            if (!name.equals(pipe.name())) {
                throw PenstockException.invalid("pipes.renamed", "the text is of a pipe \"" + name + "\", and this one is \""
                        + pipe.name() + "\": names never change");
            }
            PipeTable.draft(tx, pipe, Optional.of(text), Actors.actor(call.caller()), call.ifMatch());
            tx.audit(Actors.done(call, "pipes.draft", "pipe", pipe.id(), Map.of()));
            PipeRow changed = pipe(tx, call);
            return Answer.ok(views.draft(changed), changed.draftVersion());
        });
    }

    private CompletionStage<Answer> dropDraft(Call call) {
        return parts.write(tx -> {
            PipeRow pipe = drafted(pipe(tx, call));
            PipeTable.draft(tx, pipe, Optional.empty(), Actors.actor(call.caller()), call.ifMatch());
            tx.audit(Actors.done(call, "pipes.drop-draft", "pipe", pipe.id(), Map.of()));
            return Answer.none();
        });
    }

    private CompletionStage<Answer> commit(Call call) {
        Fields fields = Fields.of(call, Set.of("message", "fromDraft"));
        String message = fields.text("message", MAX_MESSAGE).orElse("");
        Optional<Integer> from = fields.number("fromDraft", 0, Integer.MAX_VALUE);
        return parts.write(tx -> {
            PipeRow pipe = drafted(pipe(tx, call));
            if (from.isPresent() && from.get() != pipe.draftVersion()) {
                throw new PenstockException(ErrorKind.CONFLICT, "pipes.draft-changed", "the draft is at version "
                        + pipe.draftVersion() + ", not " + from.get() + ": somebody has changed it");
            }
            Optional<Answer> refused = PipesResource.refused(reader, call, pipe.draft().orElseThrow(), true);
            if (refused.isPresent()) {
                return refused.get();
            }
            Revision made = RevisionTable.add(tx, pipe, pipe.draft().get(), message, Actors.actor(call.caller()),
                    Optional.empty());
            PipeTable.draft(tx, pipe, Optional.empty(), "", pipe.draftVersion());
            tx.audit(Actors.done(call, "pipes.commit", "pipe", pipe.id(), Map.of("revision", made.number(), "message", message)));
            return created(pipe, made);
        });
    }

    private static Answer created(PipeRow pipe, Revision made) {
        return Answer.created(PipesResource.PLACE + "/" + pipe.id() + "/revisions/" + made.number(), made);
    }

    private CompletionStage<Answer> list(Call call) {
        int below = (int) Pages.after(call.page(), Integer.MAX_VALUE);
        return parts.read(rows -> Pages.answer(RevisionTable.before(rows, pipe(rows, call).id(), below, call.page().limit() + 1),
                call.page(), revision -> Integer.toString(revision.number()), revision -> revision));
    }

    private CompletionStage<Answer> show(Call call) {
        return parts.read(rows -> {
            Revision revision = RevisionTable.known(rows, pipe(rows, call), number(call.path("number"), "number"));
            return Answer.ok(new RevisionText(revision, RevisionTable.text(rows, revision)));
        });
    }

    private static int number(String text, String name) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw PenstockException.invalid("request.query", name + ": expected a revision's number, but found \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    private CompletionStage<Answer> diff(Call call) {
        String from = call.query("from").orElse("live");
        String to = call.query("to").orElse("draft");
        return parts.read(rows -> {
            PipeRow pipe = pipe(rows, call);
            return Answer.ok(new Diff(from, to, UnifiedDiff.of(from, text(rows, pipe, from), to, text(rows, pipe, to))));
        });
    }

    private static String text(Rows rows, PipeRow pipe, String which) {
        if (which.equals("draft")) {
            return drafted(pipe).draft().orElseThrow();
        }
        if (which.equals("live") && pipe.live().isEmpty()) {
            throw new PenstockException(ErrorKind.CONFLICT, "pipes.no-revision", "no revision of \"" + pipe.name() + "\" is live");
        }
        int number = which.equals("live") ? pipe.live().getAsInt() : number(which, "from, to");
        return RevisionTable.text(rows, RevisionTable.known(rows, pipe, number));
    }

    private CompletionStage<Answer> restore(Call call) {
        Fields fields = Fields.of(call, Set.of("revision", "message"));
        int number = fields.number("revision", 1, Integer.MAX_VALUE).orElseThrow(() ->
                PenstockException.invalid("request.field", "/revision is missing"));
        return parts.write(tx -> {
            PipeRow pipe = pipe(tx, call);
            Revision old = RevisionTable.known(tx, pipe, number);
            Revision made = RevisionTable.add(tx, pipe, RevisionTable.text(tx, old), fields.text("message", MAX_MESSAGE)
                    .orElse("Restore revision " + number), Actors.actor(call.caller()), Optional.of(number));
            tx.audit(Actors.done(call, "pipes.restore", "pipe", pipe.id(), Map.of("revision", made.number(), "of", number)));
            return created(pipe, made);
        });
    }
}
