package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** From the names people use to the ids the API uses. */
final class Named {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Named() {
    }

    static boolean isUuid(String word) {
        return UUID.matcher(word).matches();
    }

    /** An agent's id, by its name or by itself. */
    static String agent(Api api, String word) {
        if (isUuid(word)) {
            return word;
        }
        List<Map<String, Object>> found = api.list(Query.of("/agents").with("filter", "name=" + quoted(word)).with("inactive", true), 2);
        if (!found.isEmpty()) {
            return String.valueOf(found.get(0).get("id"));
        }
        if (api.mayGet(Query.of("/agents/{}", word)).isPresent()) {
            return word;
        }
        throw unknown("agents.unknown", "agent", word, "penstock agents list");
    }

    static List<String> agents(Api api, List<String> words) {
        return words.stream().map(word -> agent(api, word)).toList();
    }

    /** The id of what has this id, this name, or alone has this label. */
    static String of(Api api, String noun, String path, String field, String word) {
        List<Map<String, Object>> all = api.list(Query.of(path));
        List<String> found = all.stream().filter(item -> word.equals(item.get("id"))).map(item -> String.valueOf(item.get("id"))).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(item -> word.equalsIgnoreCase(String.valueOf(item.get(field))))
                    .map(item -> String.valueOf(item.get("id"))).toList();
        }
        if (found.size() > 1) {
            throw new PenstockException(ErrorKind.CONFLICT, "cli.ambiguous", found.size() + " have the " + field + " \"" + word
                    + "\": name one by its id: " + String.join(", ", found));
        }
        if (found.isEmpty()) {
            throw unknown(noun + "s.unknown", noun, word, "penstock " + noun + "s list");
        }
        return found.get(0);
    }

    private static PenstockException unknown(String code, String noun, String word, String where) {
        return new PenstockException(ErrorKind.NOT_FOUND, code, "there is no " + noun + " \"" + word + "\"; " + where + " shows all");
    }

    /** As selectors take a value. */
    static String quoted(String value) {
        return value.matches("[A-Za-z0-9._-]+") ? value : "\"" + value.replace("\"", "") + "\"";
    }
}
