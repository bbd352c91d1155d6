package io.penstock.cli.server;

import io.penstock.cli.text.TableText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Agents and what belongs to them, as people read them. */
final class AgentViews {
    private static final int HISTORY = 50;
    private static final int LOG_LINES = 100;

    private AgentViews() {
    }

    static Map<String, Object> row(Asked asked, Map<String, Object> agent) {
        Map<?, ?> pipes = agent.get("pipes") instanceof Map<?, ?> map ? map : Map.of();
        return Asked.map("name", agent.get("name"), "state", state(agent), "since", asked.age(agent.get("since")),
                "seen", asked.age(agent.get("lastSeen")), "pipes", pipes(pipes), "tags", Tags.text(agent.get("tags")),
                "version", agent.get("software") instanceof Map<?, ?> software ? software.get("version") : "",
                "reason", "online".equals(agent.get("substate")) ? "" : agent.get("reason"));
    }

    /** {@code running of wanted}, and how many failed. */
    private static String pipes(Map<?, ?> counts) {
        Object failed = counts.get("failed");
        return counts.isEmpty() ? "" : counts.get("running") + "/" + counts.get("desired")
                + (failed == null || failed.equals(0L) ? "" : ", " + failed + " failed");
    }

    /** {@code running: degraded}, or the one word where the second says no more. */
    static String state(Map<?, ?> agent) {
        return agent.get("substate") == null || agent.get("substate").equals(agent.get("state")) ? String.valueOf(agent.get("state"))
                : agent.get("state") + ": " + agent.get("substate");
    }

    static Map<String, Object> sheet(Asked asked, Map<String, Object> agent, List<Map<String, Object>> pipes) {
        Map<String, Object> sheet = new LinkedHashMap<>(agent);
        sheet.keySet().removeAll(List.of("substate", "inactive", "version", "publicKey"));
        sheet.put("state", state(agent) + ", for " + asked.age(agent.get("since")));
        sheet.put("tags", Tags.text(agent.get("tags")));
        sheet.put("pipes", pipes.stream().map(pipe -> pipeRow(asked, pipe)).toList());
        sheet.values().removeIf(Boolean.FALSE::equals);
        return sheet;
    }

    /** What the machine needs, ready to be copied. */
    static Map<String, Object> made(Map<String, Object> made) {
        Map<?, ?> launch = made.get("launch") instanceof Map<?, ?> map ? map : Map.of();
        Map<String, Object> sheet = Asked.map("id", made.get("id"), "name", made.get("name"), "state", state(made),
                "tags", Tags.text(made.get("tags")), "image", launch.get("image"), "command", launch.get("command"));
        if (launch.get("environment") instanceof Map<?, ?> environment) {
            sheet.put("environment", environment.entrySet().stream()
                    .map(entry -> Asked.map("variable", entry.getKey(), "value", entry.getValue())).toList());
        }
        return sheet;
    }

    static Map<String, Object> pipeRow(Asked asked, Map<String, Object> pipe) {
        Map<?, ?> wanted = pipe.get("desired") instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> runs = pipe.get("running") instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> tried = pipe.get("lastAttempt") instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> counts = pipe.get("counters") instanceof Map<?, ?> map ? map : Map.of();
        return Asked.map("pipe", pipe.get("name"), "origin", "local".equals(pipe.get("origin")) ? "local" : "", "state", pipe.get("state"),
                "since", asked.age(pipe.get("since")), "wanted", wanted.get("revision"), "runs", runs.get("revision"),
                "lastAttempt", tried.isEmpty() ? "" : tried.get("revision") + " " + tried.get("result"),
                "in", counts.get("in"), "out", counts.get("out"), "errors", counts.get("errors"),
                "reason", reason(pipe, tried));
    }

    private static Object reason(Map<String, Object> pipe, Map<?, ?> tried) {
        if (pipe.get("refused") instanceof Map<?, ?> refused) {
            return refused.get("message");
        }
        return tried.get("message") != null && !"applied".equals(tried.get("result")) ? tried.get("message") : pipe.get("reason");
    }

    static int pipes(Asked asked) {
        String id = Named.agent(asked.api(), asked.option("agent").or(() -> asked.mayWord("agent")).orElseThrow());
        return asked.rows(asked.api().list(Query.of("/agents/{}/pipes", id)), pipe -> pipeRow(asked, pipe), "no pipes there");
    }

    static int history(Asked asked) {
        String id = Named.agent(asked.api(), asked.word("agent"));
        return asked.rows(asked.api().list(Query.of("/agents/{}/history", id), asked.number("limit", HISTORY)),
                change -> Asked.map("at", change.get("at"), "state", state(change), "reason", change.get("reason")), "nothing has happened yet");
    }

    static int logs(Asked asked) {
        String id = Named.agent(asked.api(), asked.word("agent"));
        List<Map<String, Object>> lines = asked.api().list(Query.of("/agents/{}/logs", id).with("level", asked.option("level"))
                .with("from", asked.option("from")), asked.number("lines", LOG_LINES));
        if (!asked.forPeople()) {
            return asked.rows(lines, line -> line, "");
        }
        lines.forEach(line -> asked.console().out().println(TableText.printable(line.get("at") + " "
                + String.format(Locale.ROOT, "%-5s", String.valueOf(line.get("level")).toUpperCase(Locale.ROOT)) + " " + line.get("logger") + ": " + line.get("message"))));
        if (lines.isEmpty()) {
            asked.tell("no lines; what agents send is the setting control-client.logs.level");
        }
        return 0;
    }
}
