package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.EnrollAnswer;
import io.penstock.control.api.SyncAnswer;
import io.penstock.control.server.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents of version 0.1.0 say, word by word: servers after it must understand it, and these files are never edited. */
class GoldenMessagesTest {
    @TempDir
    Path folder;

    private static byte[] message(String name) throws IOException {
        try (InputStream in = GoldenMessagesTest.class.getResourceAsStream("/golden/agent-v1/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void agentsOfTheVersionBeforeAreUnderstood() throws IOException {
        try (FleetRig rig = new FleetRig(folder)) {
            String key = (String) rig.ask("POST", "/api/v1/enrolments", Map.of("label", "all")).get("key");
            Answer enrolled = rig.send(rig.caller(key), "POST", "/agent/v1/enroll", message("enroll.json"), -1).join();
            EnrollAnswer answer = (EnrollAnswer) ((Answer.Json) enrolled).body();
            assertThat(enrolled.status()).isEqualTo(201);
            assertThat(rig.json.text(answer)).contains("\"agentId\":", "\"status\":\"active\"", "\"credential\":{\"token\":\"pst_ag_",
                    "\"signingKeys\":[{\"kid\":", "\"storeId\":", "\"sync\":{\"intervalSeconds\":15,\"jitterPercent\":20,"
                            + "\"waitSeconds\":50}");

            String place = "/agents/" + answer.agentId();
            Answer synced = rig.send(rig.caller(answer.credential().orElseThrow().token().reveal()), "POST", "/agent/v1" + place
                    + "/sync", message("sync.json"), -1).join();
            assertThat(synced.status()).isEqualTo(200);
            SyncAnswer told = (SyncAnswer) ((Answer.Json) synced).body();
            assertThat(rig.json.text(told)).contains("\"ackSeq\":1", "\"serverTime\":\"2026-11-21T00:00:00.000Z\"",
                    "\"manifest\":{\"body\":\"{\\\"type\\\":\\\"manifest\\\",\\\"agent\\\":\\\"" + answer.agentId() + "\\\",\\\"store\\\":",
                    "\"kid\":", "\"signature\":", "\"signingKeys\":{\"body\":");

            Map<String, Object> shown = rig.get("/api/v1" + place);
            assertThat(shown).containsEntry("type", "edge").containsEntry("reason", "a pipe is to be taken away")
                    .containsEntry("pipes", Map.of("desired", 0, "running", 1, "failed", 2));
            List<Map<String, Object>> pipes = rig.items("/api/v1" + place + "/pipes");
            assertThat(pipes).extracting(pipe -> pipe.get("name")).containsExactly("host", "own");
            assertThat(pipes.get(0)).containsKeys("running", "lastAttempt", "nodes").containsEntry("origin", "server");
        }
    }
}
