package io.penstock.cli.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Tags as people write them: {@code key=value} or a word. */
final class Tags {
    private Tags() {
    }

    static Map<String, Object> of(List<String> words) {
        Map<String, Object> tags = new LinkedHashMap<>();
        words.forEach(word -> {
            int equals = word.indexOf('=');
            tags.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
        });
        return tags;
    }

    static String text(Object tags) {
        StringJoiner text = new StringJoiner(" ");
        if (tags instanceof Map<?, ?> map) {
            map.forEach((key, value) -> text.add("".equals(value) ? String.valueOf(key) : key + "=" + value));
        }
        return text.toString();
    }
}
