package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /join-command}: one line that makes a machine an agent. The secret is not in it: nobody has it any more. */
final class JoinResource implements Resource {
    private static final Set<String> SYSTEMS = Set.of("linux", "macos", "windows");
    private final FleetParts parts;

    JoinResource(FleetParts parts) {
        this.parts = parts;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record JoinCommand(String command, Map<String, String> environment, Optional<String> pin) {
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/join-command").role(Role.OPERATOR).to(this::join);
    }

    private CompletionStage<Answer> join(Call call) {
        String kind = call.query("kind").orElseThrow(() -> PenstockException.invalid("request.query", "kind is missing"));
        String os = call.query("os").orElse("linux");
        if (!SYSTEMS.contains(os)) {
            throw PenstockException.invalid("request.query", "os: expected linux, macos or windows");
        }
        Place place = parts.place().get();
        return parts.read(rows -> {
            call.query("enrolment").ifPresent(id -> open(EnrolmentTable.known(rows, parts.json(), id, parts.clock().now())));
            Map<String, String> environment = Launches.server(place);
            environment.put("PENSTOCK_ENROLMENT_KEY_FILE", file(kind, os));
            return Answer.ok(new JoinCommand(command(kind, environment), environment, place.pin())).secret();
        });
    }

    private static void open(EnrolmentRow row) {
        if (!row.state().equals("open")) {
            throw new PenstockException(ErrorKind.CONFLICT, "enrolments.closed", "the enrolment key is " + row.state());
        }
    }

    private static String file(String kind, String os) {
        if (kind.equals("systemd")) {
            return os.equals("windows") ? "C:\\ProgramData\\penstock\\enrolment-key" : "/etc/penstock/enrolment-key";
        }
        return "/run/secrets/penstock-enrolment-key";
    }

    private static String command(String kind, Map<String, String> environment) {
        return switch (kind) {
            case "systemd" -> "sudo env " + Launches.assignments(environment) + " penstock agent";
            case "container" -> Launches.container(environment, "-v \"$PWD/enrolment-key\":/run/secrets/penstock-enrolment-key:ro "
                    + "penstock-agent");
            case "kubernetes" -> "kubectl create secret generic penstock-enrolment-key --from-file=penstock-enrolment-key="
                    + "enrolment-key && kubectl create deployment penstock-agent --image=penstock-agent && kubectl set env "
                    + "deployment/penstock-agent " + Launches.assignments(environment);
            default -> throw PenstockException.invalid("request.query",
                    "kind: expected systemd, container or kubernetes, but found \"" + kind + "\"");
        };
    }
}
