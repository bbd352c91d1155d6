package io.penstock.core.options;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Nests dotted keys by what the options' types say: in a map of simple values the rest of the key is one name. */
final class Nesting {
    Map<String, Object> of(Options<?> options, Map<String, ?> flat) {
        Map<String, Object> nested = new LinkedHashMap<>();
        groups(flat).forEach((head, group) -> {
            Type type = options.models().stream().filter(model -> model.key().equals(head)).findFirst()
                    .map(OptionModel::type).orElse(Object.class);
            Object value = value(type, group);
            if (value != null) {
                nested.put(head, value);
            }
        });
        return nested;
    }

    /** By the first part of the key: the rest of the key ("" where there is none) with its value. */
    private static Map<String, Map<String, Object>> groups(Map<String, ?> flat) {
        Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
        flat.forEach((key, value) -> {
            int dot = key.indexOf('.');
            String head = dot < 0 ? key : key.substring(0, dot);
            groups.computeIfAbsent(head, name -> new LinkedHashMap<>()).put(dot < 0 ? "" : key.substring(dot + 1), value);
        });
        return groups;
    }

    private Object value(Type type, Map<String, Object> group) {
        Class<?> raw = OptionTypes.raw(type);
        if (raw == java.util.Optional.class) {
            return value(OptionTypes.argument(type, 0), emptyMeansAbsent(group));
        }
        if (group.isEmpty()) {
            return null;
        }
        if (raw == Map.class) {
            return map(OptionTypes.argument(type, 1), group);
        }
        if (group.containsKey("")) {
            return plain(raw, group.get(""));
        }
        if (raw == List.class) {
            return list(OptionTypes.argument(type, 0), group);
        }
        return raw.isRecord() && !OptionTypes.isTextual(raw) ? of(Options.of(raw), group) : loose(group);
    }

    private static Map<String, Object> emptyMeansAbsent(Map<String, Object> group) {
        return group.size() == 1 && "".equals(group.get("")) ? Map.of() : group;
    }

    private static Object plain(Class<?> raw, Object value) {
        if ("".equals(value) && raw != String.class && raw != Object.class && raw != List.class) {
            return null;
        }
        if (value instanceof Collection<?> many) {
            return List.copyOf(many);
        }
        return value instanceof Object[] many ? Arrays.asList(many) : value;
    }

    private Map<String, Object> map(Type element, Map<String, Object> group) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (group.get("") != null) {
            entries(group.get(""), map);
        }
        Class<?> raw = OptionTypes.raw(element);
        boolean simple = raw != Map.class && raw != List.class && (!raw.isRecord() || OptionTypes.isTextual(raw));
        Map<String, Object> rest = new LinkedHashMap<>(group);
        rest.remove("");
        if (simple && raw != Object.class) {
            rest.forEach((name, value) -> map.put(name, plain(String.class, value)));
        } else {
            groups(rest).forEach((name, inner) -> map.put(name, value(element, inner)));
        }
        return map;
    }

    /** Forms have no maps: there an entry is written {@code name=value}. */
    private static void entries(Object written, Map<String, Object> map) {
        Collection<?> items = written instanceof Object[] many ? Arrays.asList(many)
                : written instanceof Collection<?> many ? many : List.of(written);
        for (Object item : items) {
            String text = String.valueOf(item);
            int equals = text.indexOf('=');
            if (equals > 0) {
                map.put(text.substring(0, equals).trim(), text.substring(equals + 1).trim());
            } else if (!text.isBlank()) {
                map.put(text, "");
            }
        }
    }

    private List<Object> list(Type element, Map<String, Object> group) {
        Map<Integer, Object> items = new TreeMap<>();
        groups(group).forEach((index, inner) -> items.put(number(index, items.size()), value(element, inner)));
        return new ArrayList<>(items.values());
    }

    private static int number(String index, int otherwise) {
        return index.matches("\\d{1,6}") ? Integer.parseInt(index) : 1_000_000 + otherwise;
    }

    private Object loose(Map<String, Object> group) {
        Map<String, Object> map = new LinkedHashMap<>();
        groups(group).forEach((name, inner) -> map.put(name, value(Object.class, inner)));
        return map;
    }
}
