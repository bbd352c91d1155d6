package io.penstock.cli.server;

import io.penstock.admin.api.PlainJson;
import io.penstock.cli.Console;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of pipes and settings of agents, on three levels: the most specific wins. */
final class EntriesCommands {
    static final List<String> NAMES = List.of("params list", "params set", "params unset", "params explain",
            "settings list", "settings set", "settings unset", "settings explain");

    private EntriesCommands() {
    }

    static ServerCommand command(String name, Console console) {
        String word = name.substring(0, name.indexOf(' '));
        String space = word.equals("params") ? "/parameters" : "/settings";
        String noun = word.equals("params") ? "parameters of pipes" : "settings of agents";
        String key = word.equals("params") ? "interval" : "log.level";
        return switch (name.substring(name.indexOf(' ') + 1)) {
            case "list" -> level(new ServerCommand("Lists the " + noun + " of one level: global unless a tag or an agent is named.", console,
                    asked -> list(asked, space))).examples(word + " list", word + " list --tag site=north");
            case "set" -> AgentsCommands.dryRun(level(new ServerCommand("Sets " + noun + " on one level; what runs changes with them, by a rollout.",
                    console, asked -> set(asked, space)).takesMore("KEY=VALUE", "entries", "A value is a number, true, false, a list [\"a\", \"b\"], or a text.")
                    .options("file", "KEY=FILE", "The value is this file's text: for secrets.").flag("text", "Every value is a text.")))
                    .examples(word + " set " + key + "=debug --tag site=north", word + " set " + key + "=debug --dry-run");
            case "unset" -> AgentsCommands.dryRun(level(new ServerCommand("Takes " + noun + " away on one level: the next level counts.", console,
                    asked -> unset(asked, space)).takesMore("KEY", "keys", "Which.")))
                    .examples(word + " unset " + key + " --tag site=north");
            case "explain" -> new ServerCommand("Shows which " + noun + " hold on one agent, where each comes from and what it hides.", console,
                    asked -> explain(asked, space)).takes("AGENT", "agent", "The agent's name or id.").examples(word + " explain berlin");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ServerCommand level(ServerCommand command) {
        return command.option("agent", "AGENT", "On the level of this agent.").option("tag", "TAG", "On the level of this tag: key=value or a word.");
    }

    private static Query place(Asked asked, String space) {
        if (asked.option("agent").isPresent() && asked.option("tag").isPresent()) {
            throw PenstockException.invalid("cli.option", "expected --agent or --tag, not both");
        }
        return asked.option("agent").map(agent -> Query.of(space + "/agents/{}", Named.agent(asked.api(), agent)))
                .or(() -> asked.option("tag").map(tag -> Query.of(space + "/tags/{}", tag))).orElseGet(() -> Query.of(space + "/global"));
    }

    private static int list(Asked asked, String space) {
        Map<String, Object> set = asked.api().get(place(asked, space));
        if (!asked.forPeople()) {
            return asked.shown(set);
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        entries(set).forEach((key, value) -> rows.add(Asked.map("key", key, "value", value)));
        return asked.rows(rows, row -> row, "nothing is set on this level");
    }

    private static Map<String, Object> entries(Map<String, Object> set) {
        return set.get("entries") instanceof Map<?, ?> map ? new LinkedHashMap<>(Api.plain(map)) : new LinkedHashMap<>();
    }

    private static int set(Asked asked, String space) {
        Query place = place(asked, space);
        Map<String, Object> entries = entries(asked.api().get(place));
        asked.words("entries").forEach(word -> {
            String[] pair = pair(word, "KEY=VALUE");
            entries.put(pair[0], asked.flag("text") ? pair[1] : value(pair[1]));
        });
        asked.options("file").forEach(word -> {
            String[] pair = pair(word, "KEY=FILE");
            entries.put(pair[0], Texts.file(Path.of(pair[1])).stripTrailing());
        });
        return put(asked, place, entries);
    }

    private static int unset(Asked asked, String space) {
        Query place = place(asked, space);
        Map<String, Object> entries = entries(asked.api().get(place));
        for (String key : asked.words("keys")) {
            if (!entries.containsKey(key)) {
                throw PenstockException.invalid("cli.words", "\"" + key + "\" is not set on this level; there are " + String.join(", ", entries.keySet()));
            }
            entries.remove(key);
        }
        return put(asked, place, entries);
    }

    private static int put(Asked asked, Query place, Map<String, Object> entries) {
        boolean dry = asked.flag("dry-run");
        // The version first: the same place with dryRun behind it is another question.
        String etag = asked.api().etag(place);
        Map<String, Object> gate = asked.api().change("PUT", place.with("dryRun", dry), etag, Asked.map("entries", entries));
        return asked.done(gate, dry ? Gates.would(gate) : "done" + Gates.text(gate));
    }

    private static String[] pair(String word, String expected) {
        int equals = word.indexOf('=');
        if (equals <= 0) {
            throw PenstockException.invalid("cli.words", "expected " + expected + ", but found \"" + word + "\"");
        }
        return new String[] {word.substring(0, equals), word.substring(equals + 1)};
    }

    /** What reads as a number, a truth value or a list is one. */
    private static Object value(String text) {
        if (!text.matches("-?[0-9].*|true|false|\\[.*]")) {
            return text;
        }
        try {
            return PlainJson.read(text);
        } catch (PenstockException e) {
            return text;
        }
    }

    private static int explain(Asked asked, String space) {
        String id = Named.agent(asked.api(), asked.word("agent"));
        return asked.rows(asked.api().list(Query.of("/agents/{}" + space, id)), value -> Asked.map("pipe", value.get("pipe"), "key", value.get("key"),
                "value", value.get("value"), "from", from(value), "hides", Api.items(value, "overrides").stream()
                        .map(origin -> from(origin) + "=" + origin.get("value")).toList(),
                "note", Boolean.TRUE.equals(value.get("ambiguous")) ? "two tags set it" : ""), "nothing is set for " + asked.word("agent"));
    }

    private static String from(Map<String, Object> origin) {
        return "global".equals(origin.get("level")) ? "global" : origin.get("level") + " " + origin.get("owner");
    }
}
