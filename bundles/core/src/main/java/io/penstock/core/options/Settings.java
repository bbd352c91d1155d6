package io.penstock.core.options;

import io.penstock.core.error.PenstockException;
import io.penstock.core.secret.TextResolver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Between an options record and a Config Admin configuration, whose keys are flat and whose values are simple: nested
 * keys are joined by dots ({@code retry.max-times}), lists of simple values are arrays, and the entries of other lists
 * are numbered from 0 ({@code listeners.0.port}). Options of type {@code Secret} lie in Config Admin as they were
 * written ({@code ${secret:file/db#password}}) and are filled in here, when they are bound.
 */
public final class Settings {
    private static final List<String> FRAMEWORK_KEYS = List.of("service.", "component.", "felix.", "osgi.", "objectClass");
    private static final Set<String> RESERVED = Set.of("webconsole.pluginLocation", "property.type");

    private Settings() {
    }

    /**
     * Binds a component's properties, for settings without secrets.
     *
     * @throws PenstockException one INVALID error ({@code options.invalid}) that names the PID and, for every problem,
     *         the key, the value and what was expected
     */
    public static <T> T bind(Class<T> type, Map<String, ?> properties) {
        return bind(type, properties, text -> {
            if (text.contains("${")) {
                throw PenstockException.invalid("options.secret", "this setting cannot take a ${...} reference");
            }
            return text;
        });
    }

    /**
     * Binds a component's properties. Keys of the framework ({@code service.*}, {@code component.*}, {@code felix.*},
     * {@code osgi.*}, {@code .private}, {@code :feature:}) are left out. An empty text counts as not given where the
     * option is not a text itself: forms post one for every field left empty.
     *
     * @param secrets fills in the texts of secrets
     */
    public static <T> T bind(Class<T> type, Map<String, ?> properties, TextResolver secrets) {
        Object pid = properties.get("service.pid");
        Options<T> options = Options.of(type);
        Map<String, Object> written = SecretTexts.rewrite(options, nested(options, properties), secrets::resolve);
        return options.bind(written).orThrow(pid == null ? type.getSimpleName() : "configuration " + shownPid(pid));
    }

    private static String shownPid(Object pid) {
        return pid instanceof Object[] many && many.length > 0 ? String.valueOf(many[0]) : String.valueOf(pid);
    }

    /** The properties without the framework's own. In their order. */
    public static Map<String, Object> own(Map<String, ?> properties) {
        Map<String, Object> own = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (isOwn(key) && value != null) {
                own.put(key, value);
            }
        });
        return own;
    }

    private static boolean isOwn(String key) {
        return !key.startsWith(".") && !key.startsWith(":") && !RESERVED.contains(key)
                && FRAMEWORK_KEYS.stream().noneMatch(key::startsWith);
    }

    /** Flat properties as {@link Options#bind} wants them: dotted keys nested again, as the options' types ask for. */
    public static Map<String, Object> nested(Options<?> options, Map<String, ?> properties) {
        return new Nesting().of(options, own(properties));
    }

    /** The opposite: nested maps and lists as flat properties of the types Config Admin takes. Sorted by key. */
    public static Map<String, Object> flat(Map<String, ?> nested) {
        Map<String, Object> flat = new TreeMap<>();
        nested.forEach((key, value) -> flatten(key, value, flat));
        return flat;
    }

    private static void flatten(String key, Object value, Map<String, Object> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, item) -> flatten(key + "." + name, item, into));
        } else if (value instanceof List<?> list) {
            flattenList(key, list, into);
        } else if (value != null) {
            into.put(key, value);
        }
    }

    private static void flattenList(String key, List<?> list, Map<String, Object> into) {
        if (list.stream().noneMatch(item -> item instanceof Map || item instanceof List)) {
            into.put(key, array(list));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            flatten(key + "." + i, list.get(i), into);
        }
    }

    private static Object[] array(List<?> list) {
        for (Class<?> type : List.of(Long.class, Double.class, Boolean.class)) {
            if (!list.isEmpty() && list.stream().allMatch(type::isInstance)) {
                return list.toArray((Object[]) java.lang.reflect.Array.newInstance(type, 0));
            }
        }
        return list.stream().map(String::valueOf).toArray(String[]::new);
    }
}
