package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.access.Made;
import io.penstock.control.server.access.NewCredential;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.settings.Network;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /enrolments}: keys with which agents make their own entries. */
final class EnrolmentsResource implements Resource {
    static final Set<String> FIELDS = Set.of("label", "mode", "expiresAt", "maxAgents", "cidrs", "tags");
    private static final String PLACE = "/api/v1/enrolments";
    private static final Set<String> MODES = Set.of("auto", "approve");
    private static final Duration USUAL_TIME = Duration.ofHours(24);
    private static final int MAX_AGENTS = 100_000;
    private static final int MAX_CIDRS = 100;
    private final FleetParts parts;

    EnrolmentsResource(FleetParts parts) {
        this.parts = parts;
    }

    /** A key with its secret, this once. */
    private record EnrolmentMade(@JsonUnwrapped EnrolmentRow shown, Secret key) {
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE).role(Role.OPERATOR).to(this::list);
        routes.on("POST", PLACE).role(Role.OPERATOR).creates().to(this::make);
        routes.on("GET", PLACE + "/{id}").role(Role.OPERATOR).to(this::show);
        routes.on("PATCH", PLACE + "/{id}").role(Role.OPERATOR).changes().to(this::change);
        routes.on("DELETE", PLACE + "/{id}").role(Role.OPERATOR).changes().to(this::close);
    }

    private CompletionStage<Answer> list(Call call) {
        return parts.read(rows -> Pages.of(EnrolmentTable.all(rows, parts.json(), parts.clock().now()), call.page(), row -> row));
    }

    private CompletionStage<Answer> show(Call call) {
        return parts.read(rows -> {
            EnrolmentRow row = EnrolmentTable.known(rows, parts.json(), call.path("id"), parts.clock().now());
            return Answer.ok(row, row.version());
        });
    }

    private CompletionStage<Answer> make(Call call) {
        Fields fields = Fields.of(call, FIELDS);
        String label = KeysResource.label(fields.required("label", 100));
        return parts.write(tx -> {
            Made made = make(tx, parts, fields, label, Actors.actor(call.caller()));
            EnrolmentRow row = EnrolmentTable.known(tx, parts.json(), made.id(), tx.now());
            tx.audit(Actors.done(call, "enrolments.create", "enrolment", made.id(), Map.of("label", label, "mode", row.mode())));
            return Answer.created(PLACE + "/" + made.id(), new EnrolmentMade(row, made.token()), row.version()).secret();
        });
    }

    /** Makes one of what was sent. */
    static Made make(Tx tx, FleetParts parts, Fields fields, String label, String by) {
        Instant expires = fields.time("expiresAt").orElseGet(() -> tx.now().plus(USUAL_TIME));
        EnrolmentRow wanted = described(fields, new EnrolmentRow("", label, "auto", Optional.of(expires), Optional.empty(), 0,
                List.of(), java.util.Collections.emptySortedMap(), "", "open", Optional.empty(), tx.now(), by, 1));
        Made made = parts.credentials().make(tx, NewCredential.of(CredentialKind.ENROLMENT, "", label, by, Optional.of(expires)));
        EnrolmentTable.insert(tx, parts.json(), named(wanted, made.id()));
        return made;
    }

    private static EnrolmentRow named(EnrolmentRow row, String id) {
        return new EnrolmentRow(id, row.label(), row.mode(), row.expiresAt(), row.maxAgents(), row.used(), row.cidrs(),
                row.tags(), row.last4(), row.state(), row.closedAt(), row.createdAt(), row.createdBy(), row.version());
    }

    private static EnrolmentRow described(Fields fields, EnrolmentRow row) {
        Optional<List<String>> cidrs = fields.texts("cidrs", MAX_CIDRS);
        cidrs.ifPresent(list -> list.forEach(EnrolmentsResource::network));
        return new EnrolmentRow(row.id(), fields.has("label") ? KeysResource.label(fields.required("label", 100)) : row.label(),
                fields.word("mode", MODES).orElse(row.mode()), row.expiresAt(),
                fields.has("maxAgents") ? fields.number("maxAgents", 1, MAX_AGENTS) : row.maxAgents(), row.used(),
                cidrs.orElse(row.cidrs()), fields.tags("tags").orElse(row.tags()), row.last4(), row.state(), row.closedAt(),
                row.createdAt(), row.createdBy(), row.version());
    }

    private static void network(String cidr) {
        try {
            Network.parse(cidr);
        } catch (PenstockException e) {
            throw new PenstockException(ErrorKind.INVALID, "request.field", "/cidrs: " + e.getMessage(), e);
        }
    }

    private CompletionStage<Answer> change(Call call) {
        Fields fields = Fields.of(call, FIELDS).notEmpty();
        return parts.write(tx -> {
            EnrolmentRow row = EnrolmentTable.known(tx, parts.json(), call.path("id"), tx.now());
            if (row.closedAt().isPresent()) {
                throw new PenstockException(ErrorKind.CONFLICT, "enrolments.closed", "the enrolment key " + row.id()
                        + " is closed");
            }
            EnrolmentTable.update(tx, parts.json(), described(fields, row), call.ifMatch());
            fields.time("expiresAt").ifPresent(at -> parts.credentials().expire(tx, row.id(), Optional.of(at)));
            tx.audit(Actors.done(call, "enrolments.change", "enrolment", row.id(), Map.of()));
            EnrolmentRow changed = EnrolmentTable.known(tx, parts.json(), row.id(), tx.now());
            return Answer.ok(changed, changed.version());
        });
    }

    private CompletionStage<Answer> close(Call call) {
        return parts.write(tx -> {
            EnrolmentRow row = EnrolmentTable.known(tx, parts.json(), call.path("id"), tx.now());
            EnrolmentTable.close(tx, row.id(), call.ifMatch());
            tx.audit(Actors.done(call, "enrolments.close", "enrolment", row.id(), Map.of()));
            return Answer.none();
        });
    }
}
