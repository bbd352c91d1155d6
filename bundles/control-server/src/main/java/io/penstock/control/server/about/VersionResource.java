package io.penstock.control.server.about;

import io.penstock.control.api.OpenApi;
import io.penstock.control.api.ProtocolRange;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@code /version}. */
public final class VersionResource implements Resource {
    private final Map<String, Object> version;

    /** @param software its version */
    public VersionResource(String software) {
        this.version = Map.of("version", software, "java", Runtime.version().toString(), "api", "v1",
                "protocol", new ProtocolRange(OpenApi.PROTOCOL, OpenApi.PROTOCOL));
    }

    @Override
    public void routes(Routes routes) {
        List.of("/version", "/api/v1/version").forEach(path -> routes.on("GET", path).open()
                .to(call -> CompletableFuture.completedStage(Answer.ok(version))));
    }
}
