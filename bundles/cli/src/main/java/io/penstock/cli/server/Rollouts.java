package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rollouts: how they are asked for, waited for and told of. */
final class Rollouts {
    private static final int WAIT_SECONDS = 3600;
    private static final int MOST_ERRORS = 3;

    private Rollouts() {
    }

    /** The options that say how it goes on. */
    static ServerCommand strategy(ServerCommand command) {
        return command.options("stage", "SELECTOR[:SOAK]", "First only these agents, and wait so long before the next stage, such as stage=test:10m.")
                .option("first", "N", "How many agents are first.").option("most", "N", "How many go at once at most.")
                .option("max-failures", "N", "How many may fail before it pauses.").flag("all", "All at once: no batches.");
    }

    /** What they said; null leaves it to the server. */
    static Map<String, Object> strategy(Asked asked) {
        List<Object> stages = new ArrayList<>();
        asked.options("stage").forEach(text -> stages.add(stage(text)));
        Map<String, Object> strategy = Asked.map("stages", stages.isEmpty() ? null : stages, "first", number(asked, "first"),
                "most", number(asked, "most"), "maxFailures", number(asked, "max-failures"), "all", asked.flag("all") ? true : null);
        return strategy.isEmpty() ? null : strategy;
    }

    private static Object number(Asked asked, String option) {
        return asked.option(option).isPresent() ? asked.number(option, 0) : null;
    }

    private static Map<String, Object> stage(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 ? Asked.map("selector", text) : Asked.map("selector", text.substring(0, colon), "soak", text.substring(colon + 1));
    }

    /** By its id, or the newest of a pipe. */
    static String id(Asked asked) {
        String word = asked.word("rollout");
        if (Named.isUuid(word)) {
            return word;
        }
        List<Map<String, Object>> newest = asked.api().list(Query.of("/rollouts").with("pipe", word), 1);
        if (newest.isEmpty()) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "rollouts.unknown", "there is no rollout of a pipe \"" + word + "\"");
        }
        return String.valueOf(newest.get(0).get("id"));
    }

    /** Looks again until it has ended or waits for a person; tells of each step on the way. */
    static Map<String, Object> awaited(Asked asked, Map<String, Object> begun) {
        Waiting waiting = new Waiting(WAIT_SECONDS);
        Map<String, Object> rollout = begun;
        String told = "";
        while ("running".equals(rollout.get("state")) && waiting.again()) {
            rollout = asked.api().get(Query.of("/rollouts/{}", String.valueOf(begun.get("id"))));
            if (asked.forPeople() && !text(rollout).equals(told) && "running".equals(rollout.get("state"))) {
                told = text(rollout);
                asked.tell(told);
            }
        }
        return rollout;
    }

    static String text(Map<String, Object> rollout) {
        StringBuilder text = new StringBuilder(rollout.get("state") + ": " + rollout.get("done") + " of " + rollout.get("total") + " agents");
        if (!Long.valueOf(0).equals(rollout.get("failed"))) {
            text.append(", ").append(rollout.get("failed")).append(" failed");
        }
        if (rollout.get("reason") != null && !"running".equals(rollout.get("state"))) {
            text.append("; ").append(rollout.get("reason"));
        }
        Api.items(rollout, "errors").stream().limit(MOST_ERRORS)
                .forEach(error -> text.append("\n  ").append(error.get("agentName")).append(": ").append(error.get("message")).append(" [").append(error.get("code")).append(']'));
        return text.toString();
    }
}
