package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.cli.command.IdentityFile;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How agents get in: keys for entries that exist, enrolments with which they make their own. */
final class KeysCommands {
    static final List<String> NAMES = List.of("keys list", "keys create", "keys rotate", "keys revoke",
            "enrolments list", "enrolments create", "enrolments close", "join-command");
    private static final String FILE = "Where the secret goes, for its owner only; it is shown nowhere else. Without it: standard output.";
    private static final String EXPIRES = "When it ends: a time, or how long from now, such as 30d or 12h.";
    private static final String KEYS = "/keys";
    private static final String ENROLMENTS = "/enrolments";

    private KeysCommands() {
    }

    static ServerCommand command(String name, Console console) {
        return switch (name) {
            case "keys list" -> new ServerCommand("Lists API keys.", console, KeysCommands::list).examples("keys list");
            case "keys create" -> new ServerCommand("Makes an API key for agents whose entries exist.", console, KeysCommands::create)
                    .options("agent", "AGENT", "Whom it is for.").option("label", "TEXT", "What it is called. Default: its agents.")
                    .option("expires", "TIME", EXPIRES).option("file", "FILE", FILE)
                    .examples("keys create --agent berlin --file berlin.key", "keys create --agent a --agent b --label hall-3 --expires 30d");
            case "keys rotate" -> new ServerCommand("Makes a successor for a key; the old one goes on for a while.", console,
                    KeysCommands::rotate).takes("KEY", "key", "Its id or label.")
                    .option("overlap", "TIME", "How long both are good, such as 24h.").option("file", "FILE", FILE)
                    .examples("keys rotate berlin --overlap 24h --file berlin.key");
            case "keys revoke" -> new ServerCommand("Ends a key at once.", console, KeysCommands::revoke)
                    .takes("KEY", "key", "Its id or label.").examples("keys revoke berlin");
            case "enrolments list" -> new ServerCommand("Lists enrolments.", console, KeysCommands::enrolments).examples("enrolments list");
            case "enrolments create" -> new ServerCommand("Makes a key with which agents make their own entries.", console, KeysCommands::enrol)
                    .option("label", "TEXT", "What it is called.").option("expires", "TIME", EXPIRES + " Default: a day.")
                    .option("max", "N", "How many agents may come.").options("cidr", "RANGE", "From where they may come, such as 10.0.0.0/8.")
                    .options("tag", "TAG", "A tag they get.").flag("approve", "They wait until somebody approves them.")
                    .option("file", "FILE", FILE)
                    .examples("enrolments create --label hall-3 --tag site=north --max 20 --file enrolment.key");
            case "enrolments close" -> new ServerCommand("Lets nobody in with it any more.", console, KeysCommands::close)
                    .takes("ENROLMENT", "enrolment", "Its id or label.").examples("enrolments close hall-3");
            case "join-command" -> new ServerCommand("Prints one line that makes a machine an agent; the secret is put in its file there.",
                    console, KeysCommands::join).option("kind", "KIND", "systemd, container or kubernetes. Default: container.")
                    .option("os", "OS", "The machine's system, such as linux.").option("enrolment", "ENROLMENT", "With which enrolment: id or label.")
                    .examples("join-command --kind systemd --enrolment hall-3", "join-command --kind kubernetes");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int list(Asked asked) {
        return asked.rows(asked.api().list(Query.of(KEYS)), key -> Asked.map("id", key.get("id"), "label", key.get("label"),
                "state", key.get("revokedAt") != null ? "revoked" : "good", "agents", key.get("agents") instanceof List<?> many && many.size() > 1 ? many.size() + " agents" : key.get("agents"), "ends", key.get("last4"),
                "expires", key.get("expiresAt"), "used", asked.age(key.get("usedAt")), "from", key.get("usedFrom"),
                "by", key.get("createdBy")), "no keys; penstock keys create --agent NAME makes one");
    }

    private static int create(Asked asked) {
        List<String> agents = asked.options("agent");
        if (agents.isEmpty()) {
            throw PenstockException.invalid("cli.option", "expected --agent, at least once");
        }
        Map<String, Object> wanted = Asked.map("label", asked.option("label").orElse(String.join(", ", agents)),
                "agents", Named.agents(asked.api(), agents), "expiresAt", time(asked.option("expires")));
        return secret(asked, () -> asked.api().create(Query.of(KEYS), wanted));
    }

    private static int rotate(Asked asked) {
        String id = Named.of(asked.api(), "key", KEYS, "label", asked.word("key"));
        return secret(asked, () -> asked.api().create(Query.of("/keys/{}/rotate", id), Asked.map("overlap", asked.option("overlap"))));
    }

    /** Makes something with a secret; where it cannot be kept nothing is made. */
    static int secret(Asked asked, java.util.function.Supplier<Map<String, Object>> maker) {
        Optional<Path> file = asked.option("file").map(Path::of);
        if (file.isEmpty()) {
            return told(asked, maker.get(), "shown this once");
        }
        try (IdentityFile kept = IdentityFile.begin(file.get(), false)) {
            Map<String, Object> made = maker.get();
            String field = made.containsKey("key") ? "key" : "token";
            kept.write(made.remove(field) + "\n");
            return told(asked, made, "its secret is in " + kept.path() + " and nowhere else");
        }
    }

    private static int told(Asked asked, Map<String, Object> made, String where) {
        asked.tell(made.get("label") + " (" + made.get("id") + "): " + where);
        Object secret = made.containsKey("key") ? made.get("key") : made.get("token");
        if (!asked.forPeople()) {
            return asked.shown(made);
        }
        if (secret != null) {
            asked.console().out().println(secret);
        }
        return 0;
    }

    private static int revoke(Asked asked) {
        String id = Named.of(asked.api(), "key", KEYS, "label", asked.word("key"));
        return asked.done(asked.api().change("POST", Query.of("/keys/{}/revoke", id), Query.of("/keys/{}", id), null),
                asked.word("key") + " is revoked");
    }

    private static int enrolments(Asked asked) {
        return asked.rows(asked.api().list(Query.of(ENROLMENTS)), entry -> Asked.map("id", entry.get("id"), "label", entry.get("label"),
                "state", entry.get("state"), "mode", entry.get("mode"), "used", entry.get("used"), "most", entry.get("maxAgents"),
                "expires", entry.get("expiresAt"), "tags", Tags.text(entry.get("tags")), "from", entry.get("cidrs"), "ends", entry.get("last4")),
                "no enrolments; penstock enrolments create makes one");
    }

    private static int enrol(Asked asked) {
        Map<String, Object> wanted = Asked.map("label", asked.option("label").orElse("agents"), "mode", asked.flag("approve") ? "approve" : "auto",
                "expiresAt", time(asked.option("expires")), "maxAgents", asked.option("max").map(text -> asked.number("max", 0)),
                "cidrs", asked.options("cidr"), "tags", Tags.of(asked.options("tag")));
        return secret(asked, () -> asked.api().create(Query.of(ENROLMENTS), wanted));
    }

    private static int close(Asked asked) {
        String id = Named.of(asked.api(), "enrolment", ENROLMENTS, "label", asked.word("enrolment"));
        asked.api().change("DELETE", Query.of("/enrolments/{}", id), Query.of("/enrolments/{}", id), null);
        return asked.done(Map.of("closed", id), asked.word("enrolment") + " is closed");
    }

    private static int join(Asked asked) {
        Optional<String> enrolment = asked.option("enrolment").map(word -> Named.of(asked.api(), "enrolment", ENROLMENTS, "label", word));
        Map<String, Object> join = asked.api().get(Query.of("/join-command").with("kind", asked.option("kind").orElse("container"))
                .with("os", asked.option("os")).with("enrolment", enrolment));
        return asked.done(join, String.valueOf(join.get("command")).stripTrailing());
    }

    /** A time, or how long from now. */
    static Optional<String> time(Optional<String> text) {
        return text.map(value -> value.contains("T") ? value : Clock.system().now().plus(span(value)).truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static Duration span(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException | PenstockException e) {
            throw new PenstockException(io.penstock.core.error.ErrorKind.INVALID, "cli.option", "--expires: expected a time such as "
                    + Instant.EPOCH + " or how long from now such as 30d, but found \"" + text + "\"", e);
        }
    }
}
