package io.penstock.control.server.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An agent that says what agents say, and runs nothing. One thread. */
final class PaperAgent {
    private static final Map<String, Object> HOST = Map.of("name", "edge", "os", "linux", "arch", "x86_64", "addresses",
            List.of("192.0.2.7"), "machineId", "m-1");
    private static final Map<String, Object> SOFTWARE = Map.of("version", "0.1.0", "distribution", "agent", "java", "17.0.1");

    final String id;
    private final WholeServer server;
    private final String name;
    private final String bootId = uuid();
    private final String enrollmentId = uuid();
    private final Map<String, String> known = new HashMap<>();
    private long seq;
    String token = "";
    JsonNode manifest = Document.PLAIN.createObjectNode();

    PaperAgent(WholeServer server, String id, String name) {
        this.server = server;
        this.id = id;
        this.name = name;
    }

    /** A UUID of version 7, with a time of no meaning. */
    static String uuid() {
        String chance = UUID.randomUUID().toString();
        return chance.substring(0, 14) + "7" + chance.substring(15);
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** @param key an API key: then it names its entry */
    WholeServer.Said enroll(String key) throws Exception {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("enrollmentId", enrollmentId, "name", name, "host", HOST,
                "software", SOFTWARE, "protocol", Map.of("min", 1, "max", 1), "bootId", bootId));
        if (key.startsWith("pst_ak_")) {
            request.put("agentId", id);
        }
        WholeServer.Said said = server.call("POST", "/agent/v1/enroll", key, Map.of(), request);
        token = said.json().path("credential").path("token").asText();
        return said;
    }

    /** Tells everything the first time, then what is given. */
    WholeServer.Said sync(Map<String, Object> more) throws Exception {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("bootId", bootId, "seq", ++seq, "full", seq == 1, "sentAt", now(),
                "known", known, "health", Map.of("status", "ok")));
        if (seq == 1) {
            request.put("agent", Map.of("name", name, "host", HOST, "software", SOFTWARE, "startedAt", now(), "localPolicy",
                    Map.of("hash", "0".repeat(64), "summary", "all")));
        }
        request.putAll(more);
        WholeServer.Said said = server.call("POST", "/agent/v1/agents/" + id + "/sync", token, Map.of(), request);
        if (said.status() == 200) {
            learn(said.json());
        }
        return said;
    }

    private void learn(JsonNode answer) throws Exception {
        for (String what : List.of("manifest", "settings", "signingKeys")) {
            if (answer.has(what)) {
                String body = answer.path(what).path("body").asText();
                known.put(what, sha256(body));
                if (what.equals("manifest")) {
                    manifest = Document.PLAIN.readTree(body);
                }
            }
        }
        if (answer.has("credential")) {
            token = answer.path("credential").path("token").asText();
        }
    }

    /** All pipes of the manifest run as they should. */
    WholeServer.Said reportApplied() throws Exception {
        List<Object> reports = new ArrayList<>();
        for (JsonNode pipe : manifest.path("pipes")) {
            Map<String, Object> spec = Map.of("revision", pipe.path("revision").asInt(), "spec", pipe.path("spec").asText());
            Map<String, Object> attempt = new HashMap<>(spec);
            attempt.put("result", "applied");
            attempt.put("at", now());
            reports.add(Map.of("pipeId", pipe.path("pipeId").asText(), "name", pipe.path("name").asText(), "origin", "server",
                    "running", spec, "state", "running", "since", now(), "restarts", 0, "lastAttempt", attempt, "counters",
                    Map.of("in", 1, "out", 1, "dropped", 0, "deadLettered", 0, "errors", 0, "bytes", 10, "lagMs", 0)));
        }
        return sync(Map.of("pipes", reports));
    }

    static String sha256(String text) throws Exception {
        return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
