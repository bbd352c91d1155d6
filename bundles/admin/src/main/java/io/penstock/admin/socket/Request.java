package io.penstock.admin.socket;

import io.penstock.admin.api.PlainJson;
import io.penstock.core.error.PenstockException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line a caller sent. Immutable. */
record Request(String command, Map<String, Object> arguments) {
    static Request parse(String line) {
        if (!(PlainJson.read(line) instanceof Map<?, ?> map) || !(map.get("command") instanceof String command)) {
            throw PenstockException.invalid("admin.request",
                    "expected a line {\"command\":\"<name>\",\"arguments\":{...}}");
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (map.get("arguments") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> arguments.put(String.valueOf(key), value));
        }
        return new Request(command, arguments);
    }
}
