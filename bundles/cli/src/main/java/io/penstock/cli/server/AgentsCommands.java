package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.core.error.PenstockException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Agents: who they are, how they are, what they are to do. */
final class AgentsCommands {
    static final List<String> NAMES = List.of("agents list", "agents show", "agents create", "agents approve", "agents tag",
            "agents rename", "agents enable", "agents disable", "agents restart", "agents drain", "agents resume", "agents diagnostics",
            "agents rotate-key", "agents retry", "agents release", "agents reassign", "agents history", "agents logs", "agents pipes", "agents remove");
    private static final String AGENT = "The agent's name or id.";
    private static final String[] FIELDS = {"type", "platform", "deployment", "image"};

    private AgentsCommands() {
    }

    static ServerCommand command(String name, Console console) {
        String verb = name.substring(name.indexOf(' ') + 1);
        return switch (verb) {
            case "list" -> new ServerCommand("Lists agents and how they are.", console, AgentsCommands::list)
                    .option("filter", "SELECTOR", "Only these: a selector, also state=…, substate=…, name~text.")
                    .flag("inactive", "Also those that have been offline for more than 14 days.")
                    .option("limit", "N", "At most so many.")
                    .examples("agents list", "agents list --filter 'site=north, substate=offline'", "agents list -o json");
            case "create" -> fields(new ServerCommand("Makes an agent's entry, and shows what its machine needs. A key for it: "
                    + "penstock keys create.", console, AgentsCommands::create).takes("NAME", "name", "Up to 30 letters, digits, spaces, - and _.")
                    .option("id", "ID", "Its id. Default: a new one."))
                    .options("tag", "TAG", "A tag: key=value, or a word.")
                    .examples("agents create berlin --tag site=north --platform aws", "agents create berlin -o json");
            case "tag" -> dryRun(new ServerCommand("Sets tags, and takes those away that end with -. What runs there changes with them, "
                    + "by a rollout.", console, AgentsCommands::tag).takes("AGENT", "agent", AGENT)
                    .takesMore("TAG", "tags", "key=value or a word sets one; key- takes one away."))
                    .examples("agents tag berlin site=north spare-", "agents tag berlin site=south --dry-run");
            case "rename" -> new ServerCommand("Gives an agent another name.", console,
                    asked -> patch(asked, Asked.map("name", asked.word("name")), "is now called " + asked.word("name")))
                    .takes("AGENT", "agent", AGENT).takes("NAME", "name", "Its new name.").examples("agents rename berlin berlin-2");
            case "enable" -> new ServerCommand("Lets an agent in again.", console,
                    asked -> patch(asked, Asked.map("disabled", false), "is let in again")).takes("AGENT", "agent", AGENT).examples("agents enable berlin");
            case "disable" -> new ServerCommand("Lets an agent in no more, until it is enabled; what runs there goes on.", console,
                    asked -> patch(asked, Asked.map("disabled", true), "is let in no more"))
                    .takes("AGENT", "agent", AGENT).examples("agents disable berlin");
            case "remove" -> new ServerCommand("Removes an agent for good: it stops its pipes and its keys are of no use for it any more.",
                    console, AgentsCommands::remove).takes("AGENT", "agent", AGENT).examples("agents remove berlin");
            default -> seen(name, console);
        };
    }

    private static ServerCommand seen(String name, Console console) {
        String verb = name.substring(name.indexOf(' ') + 1);
        return switch (verb) {
            case "show" -> new ServerCommand("Shows one agent with its pipes.", console, AgentsCommands::show)
                    .takes("AGENT", "agent", AGENT).examples("agents show berlin", "agents show berlin -o yaml");
            case "pipes" -> new ServerCommand("Lists an agent's pipes: what is wanted, what runs, what was tried last.", console,
                    AgentViews::pipes).takes("AGENT", "agent", AGENT).examples("agents pipes berlin");
            case "history" -> new ServerCommand("Lists an agent's states with the reason for each, newest first.", console,
                    AgentViews::history).takes("AGENT", "agent", AGENT).option("limit", "N", "At most so many. Default: 50.")
                    .examples("agents history berlin");
            case "logs" -> new ServerCommand("Shows what an agent sent of its log.", console, AgentViews::logs)
                    .takes("AGENT", "agent", AGENT).option("level", "LEVEL", "Only this and worse: error, warn, info, debug, trace.")
                    .option("from", "TIME", "Only what came after: 2026-11-20T10:00:00Z.").option('n', "lines", "N", "At most so many. Default: 100.")
                    .examples("agents logs berlin", "agents logs berlin --level warn -n 500");
            default -> action(verb, console);
        };
    }

    private static ServerCommand action(String verb, Console console) {
        ServerCommand command = new ServerCommand(AgentActions.doc(verb), console, asked -> AgentActions.run(asked, verb))
                .mayTake("AGENT", "agent", AGENT);
        if (verb.equals("retry")) {
            command.mayTake("PIPE", "pipe", "The pipe that was refused. Default: all.");
        }
        if (!verb.equals("release") && !verb.equals("reassign")) {
            command.option("to", "SELECTOR", "All of these instead of one agent.").flag("dry-run", "Only tell how many that are.");
        }
        return command.flag("wait", "Wait until it is done, at most a minute.")
                .examples("agents " + verb + " berlin" + (verb.equals("retry") ? " host" : ""));
    }

    private static ServerCommand fields(ServerCommand command) {
        return command.option("type", "TEXT", "What kind of agent it is.").option("platform", "TEXT", "Where it runs, such as aws.")
                .option("deployment", "TEXT", "How it runs, such as kubernetes.").option("image", "IMAGE", "Its container image.");
    }

    static ServerCommand dryRun(ServerCommand command) {
        return command.flag("dry-run", "Only tell how many agents it would touch.");
    }

    private static int list(Asked asked) {
        Query query = Query.of("/agents").with("filter", asked.option("filter")).with("inactive", asked.flag("inactive"));
        return asked.rows(asked.api().list(query, asked.number("limit", Integer.MAX_VALUE)), agent -> AgentViews.row(asked, agent),
                "no agents; penstock agents create makes one, penstock enrolments create lets them come by themselves");
    }

    private static int show(Asked asked) {
        String id = Named.agent(asked.api(), asked.word("agent"));
        Map<String, Object> agent = asked.api().get(Query.of("/agents/{}", id));
        List<Map<String, Object>> pipes = asked.api().list(Query.of("/agents/{}/pipes", id));
        Map<String, Object> all = new LinkedHashMap<>(agent);
        all.put("pipeList", pipes);
        return asked.shown(all, () -> AgentViews.sheet(asked, agent, pipes));
    }

    private static int create(Asked asked) {
        Map<String, Object> entry = Asked.map("id", asked.option("id"), "name", asked.word("name"));
        for (String field : FIELDS) {
            asked.option(field).ifPresent(text -> entry.put(field, text));
        }
        entry.put("tags", Tags.of(asked.options("tag")));
        Map<String, Object> made = asked.api().create(Query.of("/agents"), entry);
        return asked.shown(made, () -> AgentViews.made(made));
    }

    private static int tag(Asked asked) {
        Map<String, Object> tags = new LinkedHashMap<>();
        for (String word : asked.words("tags")) {
            if (word.endsWith("-") && !word.contains("=")) {
                tags.put(word.substring(0, word.length() - 1), null);
            } else {
                tags.putAll(Tags.of(List.of(word)));
            }
        }
        return patch(asked, Asked.map("tags", tags), "has these tags now");
    }

    private static int patch(Asked asked, Map<String, Object> changes, String told) {
        String id = Named.agent(asked.api(), asked.word("agent"));
        boolean dry = asked.flag("dry-run");
        Map<String, Object> changed = asked.api().change("PATCH", Query.of("/agents/{}", id).with("dryRun", dry),
                Query.of("/agents/{}", id), changes);
        return asked.done(changed, dry ? Gates.would(changed) : asked.word("agent") + " " + told + Gates.text(changed));
    }

    private static int remove(Asked asked) {
        String word = asked.word("agent");
        String id = Named.agent(asked.api(), word);
        asked.api().change("DELETE", Query.of("/agents/{}", id), Query.of("/agents/{}", id), null);
        return asked.done(Map.of("removed", id), word + " is removed, for good");
    }

    /** For commands that take one agent or a selector. */
    static void oneOf(boolean first, boolean second, String expected) {
        if (first == second) {
            throw PenstockException.invalid("cli.words", "expected " + expected);
        }
    }
}
