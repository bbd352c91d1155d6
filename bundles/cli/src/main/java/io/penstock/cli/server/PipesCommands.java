package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pipes at the server: what they are, who runs them. */
final class PipesCommands {
    static final List<String> NAMES = List.of("pipes list", "pipes show", "pipes push", "pipes edit", "pipes diff", "pipes history", "pipes text",
            "pipes commit", "pipes restore", "pipes assign", "pipes pause", "pipes resume", "pipes remove");
    private static final String PIPE = "The pipe's name.";
    private static final String MESSAGE = "Why, for those who read the history.";

    private PipesCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "pipes list" -> new ServerCommand("Lists the server's pipes, or those of one of its agents.", console, PipesCommands::list)
                    .option("agent", "AGENT", "Only what runs there.").option("filter", "FILTER", "Only these, such as name~web.")
                    .flag("local", "Ask the Penstock of this machine instead.")
                    .examples("pipes list", "pipes list --agent berlin", "pipes list --local");
            case "pipes show" -> new ServerCommand("Shows one of the server's pipes, with what its agents run.", console, PipesCommands::show)
                    .takes("PIPE", "pipe", PIPE).option("agent", "AGENT", "As it is there.").examples("pipes show host", "pipes show host --agent berlin");
            case "pipes push" -> PipePush.command(console);
            case "pipes edit" -> new ServerCommand("Opens a pipe's draft in $EDITOR and keeps what was written; --commit makes a revision of it.",
                    console, PipeEdit::run).takes("PIPE", "pipe", PIPE).flag("commit", "Make a revision of it.").option('m', "message", "TEXT", MESSAGE)
                    .examples("pipes edit host", "pipes edit host --commit -m 'Faster'");
            case "pipes diff" -> new ServerCommand("Shows what differs between two revisions. Default: from what is live to the draft, "
                    + "or to the latest.", console, PipesCommands::diff).takes("PIPE", "pipe", PIPE)
                    .mayTake("FROM", "from", "A revision's number, draft or live.").mayTake("TO", "to", "The same.")
                    .examples("pipes diff host", "pipes diff host 3 4");
            case "pipes text" -> new ServerCommand("Prints a pipe's text as it is live, or that of a revision.", console, PipesCommands::text)
                    .takes("PIPE", "pipe", PIPE).mayTake("REVISION", "revision", "Its number, or draft.").examples("pipes text host", "pipes text host 3");
            default -> changing(name, console);
        };
    }

    private static ServerCommand changing(String name, Console console) {
        return switch (name) {
            case "pipes history" -> new ServerCommand("Lists a pipe's revisions, newest first.", console, PipesCommands::history)
                    .takes("PIPE", "pipe", PIPE).examples("pipes history host");
            case "pipes commit" -> new ServerCommand("Makes a revision of a pipe's draft. It runs nowhere yet: penstock rollouts start.",
                    console, PipesCommands::commit).takes("PIPE", "pipe", PIPE).option('m', "message", "TEXT", MESSAGE)
                    .examples("pipes commit host -m 'Keep errors only'");
            case "pipes restore" -> new ServerCommand("Makes a new revision with the text of an old one. It runs nowhere yet: penstock rollouts "
                    + "start.", console, PipesCommands::restore).takes("PIPE", "pipe", PIPE).takes("REVISION", "revision", "The old one's number.")
                    .option('m', "message", "TEXT", MESSAGE).examples("pipes restore host 3");
            case "pipes assign" -> AgentsCommands.dryRun(new ServerCommand("Says which agents run a pipe, instead of those before; none without words.",
                    console, PipesCommands::assign).takes("PIPE", "pipe", PIPE).mayTake("SELECTOR", "selector", "Which agents, such as site=north; * is all.")
                    .options("agent", "AGENT", "This one in any case."))
                    .examples("pipes assign host 'site=north and not spare'", "pipes assign host --agent berlin --dry-run");
            case "pipes pause" -> new ServerCommand("Stops a pipe's inputs on all its agents; what is in flight is delivered.", console,
                    asked -> desired(asked, "paused")).takes("PIPE", "pipe", PIPE).examples("pipes pause host");
            case "pipes resume" -> new ServerCommand("Lets a paused pipe go on, on all its agents.", console,
                    asked -> desired(asked, "running")).takes("PIPE", "pipe", PIPE).examples("pipes resume host");
            case "pipes remove" -> new ServerCommand("Takes a pipe from all its agents, by a rollout. Its history stays.", console,
                    PipesCommands::remove).takes("PIPE", "pipe", PIPE).examples("pipes remove host");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int list(Asked asked) {
        if (asked.option("agent").isPresent()) {
            return AgentViews.pipes(asked);
        }
        return asked.rows(asked.api().list(Query.of("/pipes").with("filter", asked.option("filter"))), PipesCommands::row,
                "no pipes; penstock pipes push FILE --to SELECTOR makes one");
    }

    private static Map<String, Object> row(Map<String, Object> pipe) {
        return Asked.map("name", pipe.get("name"), "state", "running".equals(pipe.get("desired")) ? "" : pipe.get("desired"),
                "live", pipe.get("live"), "latest", pipe.get("latest"), "draft", pipe.get("draft") == null ? "" : draft(pipe.get("draft")),
                "assigned", pipe.get("assigned"), "running", pipe.get("running"),
                "failed", Long.valueOf(0).equals(pipe.get("failed")) ? "" : pipe.get("failed"), "rollout", pipe.get("rollout") == null ? "" : "goes on",
                "to", pipe.get("selector"), "description", pipe.get("description"));
    }

    private static String draft(Object draft) {
        return draft instanceof Map<?, ?> map && map.get("errors") instanceof Long errors && errors > 0 ? errors + " errors" : "yes";
    }

    private static int show(Asked asked) {
        if (asked.option("agent").isPresent()) {
            String id = Named.agent(asked.api(), asked.needed("agent"));
            Map<String, Object> there = asked.api().list(Query.of("/agents/{}/pipes", id)).stream()
                    .filter(pipe -> asked.word("pipe").equals(pipe.get("name"))).findFirst()
                    .orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "pipes.unknown", "there is no pipe \"" + asked.word("pipe")
                            + "\" on " + asked.needed("agent")));
            return asked.shown(there, () -> AgentViews.pipeRow(asked, there));
        }
        Map<String, Object> pipe = asked.api().get(Query.of("/pipes/{}", asked.word("pipe")));
        return asked.shown(pipe, () -> sheet(asked, pipe));
    }

    private static Map<String, Object> sheet(Asked asked, Map<String, Object> pipe) {
        Map<String, Object> sheet = new LinkedHashMap<>(pipe);
        sheet.remove("version");
        sheet.put("revisions", asked.api().list(Query.of("/pipes/{}/revisions", asked.word("pipe")), 10).stream()
                .map(revision -> revision(asked, revision)).toList());
        return sheet;
    }

    private static Map<String, Object> revision(Asked asked, Map<String, Object> revision) {
        return Asked.map("revision", revision.get("number"), "age", asked.age(revision.get("at")), "by", revision.get("author"),
                "restored", revision.get("restoredFrom"), "message", revision.get("message"));
    }

    private static int history(Asked asked) {
        return asked.rows(asked.api().list(Query.of("/pipes/{}/revisions", asked.word("pipe"))), revision -> revision(asked, revision),
                "no revision yet: penstock pipes commit " + asked.word("pipe"));
    }

    private static int diff(Asked asked) {
        String from = asked.mayWord("from").orElse("live");
        Query pipe = Query.of("/pipes/{}", asked.word("pipe"));
        String to = asked.mayWord("to").orElseGet(() -> {
            Map<String, Object> now = asked.api().get(pipe);
            return now.get("draft") != null || now.get("latest") == null ? "draft" : String.valueOf(now.get("latest"));
        });
        Map<String, Object> diff = asked.api().get(Query.of("/pipes/{}/diff", asked.word("pipe")).with("from", from).with("to", to));
        if (!asked.forPeople()) {
            return asked.shown(diff);
        }
        asked.console().out().print(Texts.printable(String.valueOf(diff.get("diff"))));
        return 0;
    }

    private static int text(Asked asked) {
        Map<String, Object> text = asked.api().get(text(asked, asked.word("pipe")));
        if (!asked.forPeople()) {
            return asked.shown(text);
        }
        asked.console().out().print(Texts.printable(String.valueOf(text.get("text"))));
        return 0;
    }

    private static Query text(Asked asked, String pipe) {
        Optional<String> word = asked.mayWord("revision");
        if (word.equals(Optional.of("draft"))) {
            return Query.of("/pipes/{}/draft", pipe);
        }
        Object number = word.map(Object.class::cast).orElseGet(() -> {
            Map<String, Object> now = asked.api().get(Query.of("/pipes/{}", pipe));
            return now.getOrDefault("live", now.get("latest"));
        });
        return number == null ? Query.of("/pipes/{}/draft", pipe) : Query.of("/pipes/{}/revisions/{}", pipe, String.valueOf(number));
    }

    private static int commit(Asked asked) {
        Map<String, Object> made = asked.api().create(Query.of("/pipes/{}/revisions", asked.word("pipe")),
                Asked.map("message", asked.option("message").orElse("committed")));
        return made(asked, made);
    }

    private static int restore(Asked asked) {
        Map<String, Object> made = asked.api().create(Query.of("/pipes/{}/restore", asked.word("pipe")),
                Asked.map("revision", Texts.number("REVISION", asked.word("revision")), "message", asked.option("message")));
        return made(asked, made);
    }

    private static int made(Asked asked, Map<String, Object> revision) {
        return asked.done(revision, asked.word("pipe") + ": revision " + revision.get("number") + "; penstock rollouts start "
                + asked.word("pipe") + " brings it to its agents");
    }

    private static int assign(Asked asked) {
        Query there = Query.of("/pipes/{}/assignment", asked.word("pipe"));
        boolean dry = asked.flag("dry-run");
        Map<String, Object> gate = asked.api().change("PUT", Query.of("/pipes/{}/assignment", asked.word("pipe")).with("dryRun", dry), there,
                Asked.map("selector", asked.mayWord("selector").orElse(""), "agents", Named.agents(asked.api(), asked.options("agent"))));
        return asked.done(gate, dry ? Gates.would(gate) : asked.word("pipe") + " is assigned" + Gates.text(gate));
    }

    private static int desired(Asked asked, String desired) {
        Query pipe = Query.of("/pipes/{}", asked.word("pipe"));
        Map<String, Object> gate = asked.api().change("PATCH", pipe, pipe, Asked.map("desired", desired));
        return asked.done(gate, asked.word("pipe") + " is to be " + desired + Gates.text(gate));
    }

    private static int remove(Asked asked) {
        Query pipe = Query.of("/pipes/{}", asked.word("pipe"));
        Map<String, Object> gate = asked.api().change("DELETE", pipe, pipe, null);
        return asked.done(gate, asked.word("pipe") + " is taken away" + Gates.text(gate));
    }
}
