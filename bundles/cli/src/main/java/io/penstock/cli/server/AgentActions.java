package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What agents are told to do, one or all that a selector chooses. */
final class AgentActions {
    private static final List<String> OPEN = List.of("waiting", "sent");

    private AgentActions() {
    }

    static String doc(String verb) {
        return switch (verb) {
            case "approve" -> "Lets an agent in that waits for approval.";
            case "restart" -> "Starts agents anew; nothing is lost.";
            case "drain" -> "Stops an agent's inputs and lets it deliver what is in flight.";
            case "resume" -> "Lets a drained agent go on.";
            case "diagnostics" -> "Asks an agent for a report of itself; penstock agents history tells of it.";
            case "rotate-key" -> "Gives an agent a new credential of its own.";
            case "retry" -> "Offers a pipe again that an agent refused or rolled back.";
            case "release" -> "Ends a conflict: the process that is in touch keeps the identity.";
            case "reassign" -> "Ends a conflict: the process that was refused gets the identity.";
            default -> throw new IllegalArgumentException(verb);
        };
    }

    static int run(Asked asked, String verb) {
        String action = switch (verb) {
            case "retry" -> "retry-pipe";
            case "release" -> "release-conflict";
            case "reassign" -> "reassign-identity";
            default -> verb;
        };
        Optional<String> selector = List.of("release", "reassign").contains(verb) ? Optional.empty() : asked.option("to");
        AgentsCommands.oneOf(asked.mayWord("agent").isPresent(), selector.isPresent(), "an agent, or --to SELECTOR");
        Map<String, Object> args = Asked.map("pipe", asked.mayWord("pipe"));
        return selector.isPresent() ? bulk(asked, action, args) : one(asked, action, args);
    }

    private static int one(Asked asked, String action, Map<String, Object> args) {
        String id = Named.agent(asked.api(), asked.word("agent"));
        Map<String, Object> command = asked.api().create(Query.of("/agents/{}/actions", id), Asked.map("action", action, "args", args));
        if (asked.flag("wait")) {
            command = awaited(asked, command);
        }
        asked.done(command, asked.word("agent") + ": " + action + " is " + command.get("state")
                + (command.get("message") == null ? "" : ", " + command.get("message")));
        return List.of("failed", "refused", "expired").contains(command.get("state")) ? ErrorKind.RETRY.exitCode() : 0;
    }

    private static Map<String, Object> awaited(Asked asked, Map<String, Object> command) {
        Waiting waiting = new Waiting(60);
        Map<String, Object> now = command;
        while (OPEN.contains(now.get("state")) && waiting.again()) {
            now = asked.api().get(Query.of("/commands/{}", String.valueOf(command.get("id"))));
        }
        return now;
    }

    private static int bulk(Asked asked, String action, Map<String, Object> args) {
        boolean dry = asked.flag("dry-run");
        Map<String, Object> done = asked.api().create(Query.of("/agents/bulk"),
                Asked.map("selector", asked.needed("to"), "action", action, "args", args, "dryRun", dry));
        return asked.done(done, dry ? Gates.would(done) : done.get("touches") + " agents are told to " + action);
    }
}
