package io.penstock.control.server.access;

import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Act;
import io.penstock.core.value.Secret;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /setup}: the first admin. */
final class SetupResource implements Resource {
    /** What is sent. */
    record Body(Optional<Secret> code, Optional<String> name, Optional<Secret> password) {
    }

    private final Setup setup;

    SetupResource(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("POST", "/api/v1/setup").open().guarded().to(this::setUp);
    }

    private CompletionStage<Answer> setUp(Call call) {
        Body body = call.body(Body.class);
        String name = Texts.userName(Texts.required(body.name(), "/name"));
        return setup.use(Texts.required(body.code(), "/code"), name, Texts.required(body.password(), "/password"),
                act -> from(call, act)).thenApply(person -> Answer.created("/api/v1/users/" + person.id(), UserView.of(person)));
    }

    private static Act from(Call call, Act act) {
        return new Act(act.actor(), act.actorName(), act.action(), act.kind(), act.id(), act.result(),
                call.from().getHostAddress(), call.requestId(), act.detail());
    }
}
