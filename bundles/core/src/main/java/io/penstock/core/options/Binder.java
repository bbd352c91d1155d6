package io.penstock.core.options;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a user wrote into an options record, collecting every problem with its path. One use, one thread. */
final class Binder {
    private final List<OptionProblem> problems = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();

    <T> Bound<T> bind(Options<T> options, Object written) {
        Object value = record(options, written);
        return problems.isEmpty()
                ? new Bound<>(Optional.of(options.type().cast(value)), List.of())
                : new Bound<>(Optional.empty(), List.copyOf(problems));
    }

    private Object record(Options<?> options, Object written) {
        int before = problems.size();
        Map<?, ?> map = asMap(options, written);
        if (map == null) {
            return null;
        }
        map = hyphenated(options, map);
        refuseUnknown(options, map);
        Object[] values = new Object[options.models().size()];
        for (int i = 0; i < values.length; i++) {
            OptionModel model = options.models().get(i);
            path.addLast(model.key());
            values[i] = option(model, map.get(model.key()));
            path.removeLast();
        }
        return problems.size() == before ? construct(options.type(), values) : null;
    }

    private Map<?, ?> asMap(Options<?> options, Object written) {
        if (written == null) {
            return Map.of();
        }
        if (written instanceof Map<?, ?> map && !standsForShorthand(options, map)) {
            return map;
        }
        if (options.shorthand().isPresent()) {
            return Map.of(options.shorthand().get().key(), written);
        }
        problem("options.type", "expected options (" + String.join(", ", options.keys()) + "), but found "
                + shown(written));
        return null;
    }

    /** A map none of whose keys is an option, where the shorthand is itself names with values. */
    private static boolean standsForShorthand(Options<?> options, Map<?, ?> map) {
        return !map.isEmpty() && options.shorthand().filter(OptionModel::takesNames).isPresent()
                && map.keySet().stream()
                        .noneMatch(key -> options.keys().contains(options.hyphenated(String.valueOf(key))));
    }

    /** Keys as options spell them: {@code max_times} means {@code max-times}, where nobody wrote that as well. */
    private static Map<?, ?> hyphenated(Options<?> options, Map<?, ?> map) {
        if (map.keySet().stream().noneMatch(key -> String.valueOf(key).indexOf('_') >= 0)) {
            return map;
        }
        Map<Object, Object> renamed = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String hyphens = options.hyphenated(String.valueOf(key));
            renamed.put(map.containsKey(hyphens) ? key : hyphens, value);
        });
        return renamed;
    }

    private void refuseUnknown(Options<?> options, Map<?, ?> map) {
        for (Object key : map.keySet()) {
            String name = String.valueOf(key);
            if (!options.keys().contains(name)) {
                path.addLast(name);
                problems.add(new OptionProblem(List.copyOf(path), "options.unknown-key",
                        "unknown option \"" + name + "\"; known are " + String.join(", ", options.keys()),
                        Suggestions.nearest(name, options.keys())));
                path.removeLast();
            }
        }
    }

    private Object option(OptionModel model, Object written) {
        Object given = written == null ? absent(model) : written;
        if (given == null) {
            if (model.required()) {
                problem("options.missing", "the option \"" + model.key() + "\" is required: " + model.doc());
                return null;
            }
            return empty(OptionTypes.raw(model.type()));
        }
        Object value = value(model.type(), given);
        checkRange(model, value instanceof Optional<?> optional ? optional.orElse(null) : value);
        return value;
    }

    /** What stands for an option nobody wrote; options within options stand for themselves with nothing written. */
    private static Object absent(OptionModel model) {
        Class<?> raw = OptionTypes.raw(model.type());
        boolean nested = raw.isRecord() && !OptionTypes.isTextual(raw);
        return model.defaultText().map(Object.class::cast).orElse(nested ? Map.of() : null);
    }

    private static Object empty(Class<?> type) {
        return type == Optional.class ? Optional.empty() : type == List.class ? List.of() : Map.of();
    }

    private Object value(Type type, Object given) {
        Class<?> raw = OptionTypes.raw(type);
        if (raw == Optional.class) {
            return Optional.ofNullable(value(OptionTypes.argument(type, 0), given));
        }
        if (raw == List.class) {
            return list(OptionTypes.argument(type, 0), given);
        }
        if (raw == Map.class) {
            return map(OptionTypes.argument(type, 1), given);
        }
        return raw.isRecord() && !OptionTypes.isTextual(raw) ? record(Options.of(raw), given) : scalar(raw, given);
    }

    private List<?> list(Type element, Object given) {
        List<?> items = given instanceof List<?> list ? list
                : given instanceof Object[] array ? Arrays.asList(array)
                : "".equals(given) ? List.of() : List.of(given);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            path.addLast(Integer.toString(i));
            values.add(value(element, items.get(i)));
            path.removeLast();
        }
        return values.contains(null) ? List.of() : List.copyOf(values);
    }

    private Map<String, ?> map(Type element, Object given) {
        if (!(given instanceof Map<?, ?> written)) {
            problem("options.type", "expected names with values, but found " + shown(given));
            return Map.of();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        written.forEach((key, item) -> {
            path.addLast(String.valueOf(key));
            values.put(String.valueOf(key), value(element, item));
            path.removeLast();
        });
        return Collections.unmodifiableMap(values);
    }

    private Object scalar(Class<?> type, Object given) {
        try {
            return Scalars.convert(type, given);
        } catch (PenstockException e) {
            problem(e.code(), e.getMessage());
            return null;
        }
    }

    private void checkRange(OptionModel model, Object value) {
        Option option = model.annotation();
        Double size = value instanceof Number number ? Double.valueOf(number.doubleValue())
                : value instanceof ByteSize bytes ? Double.valueOf(bytes.bytes())
                : value instanceof Duration duration ? Double.valueOf(duration.toNanos()) : null;
        if (size != null && (size < option.min() || size > option.max())) {
            problem("options.range", "expected " + range(option, value) + ", but found " + Scalars.text(value));
        }
    }

    private static String range(Option option, Object like) {
        String least = Scalars.limit(option.min(), like);
        String most = Scalars.limit(option.max(), like);
        return option.max() == Long.MAX_VALUE ? least + " or more"
                : option.min() == Long.MIN_VALUE ? most + " or less" : least + " to " + most;
    }

    private Object construct(Class<?> type, Object[] values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof PenstockException refused) {
                problem(refused.code(), refused.getMessage());
                return null;
            }
            throw new IllegalStateException(type.getName() + " failed to check its options", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    private void problem(String code, String message) {
        problems.add(new OptionProblem(List.copyOf(path), code, message));
    }

    private static String shown(Object value) {
        return Scalars.shown(value);
    }
}
