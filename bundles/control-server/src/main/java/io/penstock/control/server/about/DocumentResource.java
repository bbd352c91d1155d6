package io.penstock.control.server.about;

import io.penstock.control.api.OpenApi;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code /openapi.yaml} and {@code /openapi.json}. */
public final class DocumentResource implements Resource {
    private static final int MAX_CODE_POINTS = 8 << 20;

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/openapi.yaml").open().gives("application/yaml").to(call ->
                CompletableFuture.completedStage(new Answer.Bytes(200, "application/yaml", OpenApi.yaml(), Map.of())));
        routes.on("GET", "/api/v1/openapi.json").open().to(call ->
                CompletableFuture.completedStage(Answer.ok(read())));
    }

    private static Object read() {
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_CODE_POINTS).setMaxAliasesForCollections(0).build();
        return new Load(settings).loadFromString(new String(OpenApi.yaml(), StandardCharsets.UTF_8));
    }
}
