package io.penstock.cli.server;

import io.penstock.admin.api.PlainJson;
import io.penstock.cli.Console;
import io.penstock.cli.text.TableText;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The server itself: what happens there, who did what, its backups. */
final class ServerCommands {
    static final List<String> NAMES = List.of("audit", "audit verify", "watch", "server show", "server list", "server backup", "server rotate-signing-key");
    private static final int AUDIT = 50;

    private ServerCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "audit" -> new ServerCommand("Lists who did what, newest first.", console, ServerCommands::audit)
                    .option("actor", "ACTOR", "Only what this one did, such as user:ann.").option("kind", "KIND", "Only what was done to this kind, such as pipe.")
                    .option("id", "ID", "Only what was done to this one.").option("from", "TIME", "Only from then on.").option("to", "TIME", "Only until then.")
                    .option("limit", "N", "At most so many. Default: 50.").examples("audit", "audit --actor user:ann --kind pipe", "audit -o json --limit 1000");
            case "audit verify" -> new ServerCommand("Checks that nobody has changed the record: the chain of its hashes. Ends with 65 if "
                    + "somebody has.", console, ServerCommands::verify).examples("audit verify");
            case "watch" -> new ServerCommand("Shows what happens at the server, as it happens, until Ctrl-C.", console, ServerCommands::watch)
                    .option("topics", "KINDS", "Only these, joined by commas, such as agent-state,rollout.").option("since", "SEQ", "Begin after this number.")
                    .option("limit", "N", "Stop after so many.").examples("watch", "watch --topics agent-state,rollout -o json");
            case "server show" -> new ServerCommand("Shows the server one asks, and what all servers on its store share.", console,
                    asked -> asked.shown(asked.api().get(Query.of("/server")))).examples("server show");
            case "server list" -> new ServerCommand("Lists the servers on the store.", console, ServerCommands::servers).examples("server list");
            case "server backup" -> new ServerCommand("Makes a backup on the server's machine and waits for it.", console, ServerCommands::backup)
                    .examples("server backup");
            case "server rotate-signing-key" -> new ServerCommand("Makes a new key that signs what agents are told; agents follow by themselves.", console,
                    asked -> asked.shown(asked.api().create(Query.of("/signing-keys/rotate"), Map.of()))).examples("server rotate-signing-key");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int audit(Asked asked) {
        Query query = Query.of("/audit");
        for (String option : List.of("actor", "kind", "id", "from", "to")) {
            query.with(option, asked.option(option));
        }
        return asked.rows(asked.api().list(query, asked.number("limit", AUDIT)), entry -> Asked.map("at", entry.get("at"),
                "actor", entry.get("actorName") == null ? entry.get("actor") : entry.get("actorName"), "action", entry.get("action"),
                "result", "done".equals(entry.get("result")) ? "" : entry.get("result"), "kind", entry.get("kind"), "id", entry.get("id"),
                "from", entry.get("address"), "detail", entry.get("detail")), "nothing was done yet");
    }

    private static int verify(Asked asked) {
        Map<String, Object> check = asked.api().get(Query.of("/audit/verify"));
        boolean valid = Boolean.TRUE.equals(check.get("valid"));
        asked.done(check, valid ? check.get("checked") + " entries, nobody has changed them" : "the record was changed, first at entry " + check.get("firstBroken"));
        return valid ? 0 : ErrorKind.CORRUPT.exitCode();
    }

    private static int servers(Asked asked) {
        return asked.rows(asked.api().list(Query.of("/servers")), server -> Asked.map("id", server.get("id"), "address", server.get("address"),
                "version", server.get("software"), "started", asked.age(server.get("startedAt")), "seen", asked.age(server.get("seenAt")),
                "this", Boolean.TRUE.equals(server.get("current")) ? "*" : ""), "no server");
    }

    private static int backup(Asked asked) {
        Map<String, Object> operation = asked.api().create(Query.of("/backups"), Map.of());
        Waiting waiting = new Waiting(600);
        while ("running".equals(operation.get("state")) && waiting.again()) {
            operation = asked.api().get(Query.of("/operations/{}", String.valueOf(operation.get("id"))));
        }
        if (!"done".equals(operation.get("state"))) {
            throw new PenstockException(ErrorKind.RETRY, "backups.failed", "the backup is " + operation.get("state") + ": " + operation.get("detail"));
        }
        return asked.shown(asked.api().get(Query.of("/backups/{}", String.valueOf(operation.get("id")))));
    }

    private static int watch(Asked asked) {
        int most = asked.number("limit", Integer.MAX_VALUE);
        Query query = Query.of("/events").with("topics", asked.option("topics"));
        asked.api().stream(query, asked.option("since"), in -> events(asked, in, most));
        return 0;
    }

    private static void events(Asked asked, InputStream in, int most) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int seen = 0;
        for (String line = lines.readLine(); line != null && seen < most; line = lines.readLine()) {
            if (line.equals("event: reset")) {
                asked.tell("some of what happened is no longer kept");
            } else if (line.startsWith("data:") && line.contains("{")) {
                Map<String, Object> event = Api.map(line.substring("data:".length()).strip());
                if (event.containsKey("kind")) {
                    seen++;
                    asked.console().out().println(asked.forPeople() ? text(event) : PlainJson.line(event));
                }
            }
        }
    }

    private static String text(Map<String, Object> event) {
        Object state = event.get("state") == null ? "" : " " + AgentViews.state(event);
        return TableText.printable(event.get("at") + " " + event.get("seq") + " " + event.get("kind") + " " + event.get("id") + " " + event.get("op") + state
                + (event.get("actor") == null ? "" : " by " + event.get("actor")));
    }
}
