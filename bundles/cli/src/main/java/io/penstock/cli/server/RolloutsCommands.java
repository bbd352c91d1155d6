package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How changes reach agents. */
final class RolloutsCommands {
    static final List<String> NAMES = List.of("rollouts list", "rollouts show", "rollouts start", "rollouts watch", "rollouts pause",
            "rollouts resume", "rollouts abort", "rollouts rollback");
    private static final String ROLLOUT = "Its id, or a pipe's name for that pipe's newest.";

    private RolloutsCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "rollouts list" -> new ServerCommand("Lists rollouts, newest first.", console, RolloutsCommands::list)
                    .option("pipe", "PIPE", "Only of this pipe.").option("state", "STATE", "Only running, paused, completed, aborted or superseded.")
                    .option("limit", "N", "At most so many. Default: 50.").examples("rollouts list", "rollouts list --state paused");
            case "rollouts show" -> new ServerCommand("Shows a rollout with its agents.", console, RolloutsCommands::show)
                    .takes("ROLLOUT", "rollout", ROLLOUT).option("state", "STATE", "Only agents that are waiting, released, done, failed, skipped.")
                    .examples("rollouts show host", "rollouts show host --state failed");
            case "rollouts start" -> Rollouts.strategy(new ServerCommand("Brings a revision of a pipe to its agents.", console, RolloutsCommands::start)
                    .takes("PIPE", "pipe", "The pipe's name.").option("revision", "N", "Which one. Default: the latest."))
                    .flag("dry-run", "Only show the batches.").flag("wait", "Wait until it has ended or paused.")
                    .examples("rollouts start host", "rollouts start host --stage stage=test:10m --wait", "rollouts start host --dry-run");
            case "rollouts watch" -> new ServerCommand("Waits until a rollout has ended or paused. Ends with 75 unless it is completed.", console,
                    RolloutsCommands::watch).takes("ROLLOUT", "rollout", ROLLOUT).examples("rollouts watch host");
            case "rollouts pause" -> new ServerCommand("Releases no more agents until it is resumed.", console,
                    asked -> act(asked, "pause", null)).takes("ROLLOUT", "rollout", ROLLOUT).examples("rollouts pause host");
            case "rollouts resume" -> new ServerCommand("Lets a paused rollout go on.", console,
                    asked -> act(asked, "resume", Asked.map("retryFailed", asked.flag("retry-failed")))).takes("ROLLOUT", "rollout", ROLLOUT)
                    .flag("retry-failed", "Offer it to those that failed again.").examples("rollouts resume host", "rollouts resume host --retry-failed");
            case "rollouts abort" -> new ServerCommand("Ends a rollout; agents that have it go back to what they had.", console,
                    asked -> act(asked, "abort", null)).takes("ROLLOUT", "rollout", ROLLOUT).examples("rollouts abort host");
            case "rollouts rollback" -> new ServerCommand("Brings an old revision back, as a new one, by a rollout of its own.", console,
                    asked -> act(asked, "rollback", Asked.map("to", asked.option("to").map(text -> asked.number("to", 0)))))
                    .takes("ROLLOUT", "rollout", ROLLOUT).option("to", "N", "Which revision. Default: the one before.")
                    .examples("rollouts rollback host", "rollouts rollback host --to 3");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int list(Asked asked) {
        List<Map<String, Object>> items = asked.api().list(Query.of("/rollouts").with("pipe", asked.option("pipe")).with("state", asked.option("state")),
                asked.number("limit", 50));
        return asked.rows(items, rollout -> row(asked, rollout), "no rollouts yet");
    }

    private static Map<String, Object> row(Asked asked, Map<String, Object> rollout) {
        return Asked.map("pipe", rollout.get("pipe"), "revision", rollout.get("revision"), "cause", rollout.get("cause"), "state", rollout.get("state"),
                "done", rollout.get("done") + "/" + rollout.get("total"), "failed", Long.valueOf(0).equals(rollout.get("failed")) ? "" : rollout.get("failed"),
                "skipped", Long.valueOf(0).equals(rollout.get("skipped")) ? "" : rollout.get("skipped"),
                "age", asked.age(rollout.get("createdAt")), "by", rollout.get("createdBy"), "id", rollout.get("id"), "reason", rollout.get("reason"));
    }

    private static int show(Asked asked) {
        String id = Rollouts.id(asked);
        Map<String, Object> rollout = asked.api().get(Query.of("/rollouts/{}", id));
        List<Map<String, Object>> targets = asked.api().list(Query.of("/rollouts/{}/targets", id).with("state", asked.option("state")));
        Map<String, Object> all = new LinkedHashMap<>(rollout);
        all.put("targets", targets);
        return asked.shown(all, () -> {
            Map<String, Object> sheet = new LinkedHashMap<>(rollout);
            sheet.remove("version");
            sheet.put("targets", targets.stream().map(target -> Asked.map("agent", target.get("agentName"), "pipe", target.get("pipe"),
                    "stage", target.get("stage"), "batch", target.get("batch"), "state", target.get("state"), "age", asked.age(target.get("at")),
                    "message", target.get("message"))).toList());
            return sheet;
        });
    }

    private static int start(Asked asked) {
        String pipe = asked.word("pipe");
        Object revision = asked.option("revision").isPresent() ? (Object) asked.number("revision", 0)
                : asked.api().get(Query.of("/pipes/{}", pipe)).get("latest");
        boolean dry = asked.flag("dry-run");
        Map<String, Object> made = asked.api().create(Query.of("/rollouts"),
                Asked.map("pipe", pipe, "revision", revision, "strategy", Rollouts.strategy(asked), "dryRun", dry ? true : null));
        if (dry) {
            return asked.shown(made, () -> Asked.map("touches", made.get("touches"), "stages", Api.items(made, "stages").stream()
                    .map(stage -> Asked.map("to", stage.get("selector"), "batches", stage.get("batches"))).toList()));
        }
        return asked.flag("wait") ? ended(asked, Rollouts.awaited(asked, made))
                : asked.done(made, pipe + ": revision " + revision + " goes to " + made.get("total") + " agents, rollout " + made.get("id"));
    }

    private static int watch(Asked asked) {
        return ended(asked, Rollouts.awaited(asked, asked.api().get(Query.of("/rollouts/{}", Rollouts.id(asked)))));
    }

    private static int ended(Asked asked, Map<String, Object> rollout) {
        asked.done(rollout, Rollouts.text(rollout));
        return "completed".equals(rollout.get("state")) ? 0 : ErrorKind.RETRY.exitCode();
    }

    private static int act(Asked asked, String action, Map<String, Object> body) {
        String id = Rollouts.id(asked);
        Map<String, Object> rollout = asked.api().change("POST", Query.of("/rollouts/{}/" + action, id), Query.of("/rollouts/{}", id), body);
        return asked.done(rollout, rollout.get("pipe") + ": rollout " + rollout.get("id") + " is " + Rollouts.text(rollout));
    }
}
