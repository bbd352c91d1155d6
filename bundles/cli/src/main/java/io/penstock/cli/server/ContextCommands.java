package io.penstock.cli.server;

import io.penstock.cli.Console;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which servers one knows, and which is meant. */
final class ContextCommands {
    static final List<String> NAMES = List.of("context list", "context use", "context show", "context remove");
    private static final String NAME = "The context's name.";

    private ContextCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "context list" -> new ServerCommand("Lists the servers one has signed in at.", console, ContextCommands::list)
                    .examples("context list");
            case "context use" -> new ServerCommand("Means this server from now on; \"local\" is this machine's Penstock.", console,
                    ContextCommands::use).takes("NAME", "name", NAME).examples("context use work", "context use local");
            case "context show" -> new ServerCommand("Shows which server is meant.", console, ContextCommands::show)
                    .examples("context show");
            case "context remove" -> new ServerCommand("Forgets a server and its token.", console, ContextCommands::remove)
                    .takes("NAME", "name", NAME).examples("context remove work");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int list(Asked asked) {
        Optional<String> current = asked.contexts().current();
        List<Map<String, Object>> rows = asked.contexts().all().stream().map(context -> row(asked, context, current)).toList();
        return asked.rows(rows, row -> row, "no servers yet: penstock login --server https://HOST:9443 --pin PIN --user NAME");
    }

    private static Map<String, Object> row(Asked asked, ServerContext context, Optional<String> current) {
        Map<String, Object> row = Asked.map("name", context.name(), "current", current.filter(context.name()::equals).map(name -> "*"));
        row.putAll(context.table());
        row.put("signedIn", asked.contexts().token(context.name()).isPresent() ? "yes" : "no");
        return row;
    }

    private static int use(Asked asked) {
        asked.contexts().use(asked.word("name"));
        return asked.done(Map.of("context", asked.word("name")), "from now on: " + asked.word("name"));
    }

    private static int show(Asked asked) {
        Optional<String> current = asked.contexts().current();
        if (current.isEmpty()) {
            return asked.done(Map.of("context", Contexts.LOCAL), "local: the Penstock of this machine");
        }
        return asked.shown(row(asked, asked.contexts().named(current.get()), Optional.empty()));
    }

    private static int remove(Asked asked) {
        asked.contexts().remove(asked.word("name"));
        return asked.done(Map.of("removed", asked.word("name")), "forgotten: " + asked.word("name"));
    }
}
