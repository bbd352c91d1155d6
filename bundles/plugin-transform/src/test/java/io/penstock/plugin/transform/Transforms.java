package io.penstock.plugin.transform;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.time.ManualClock;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingOutlet;
import io.penstock.testing.TestContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short ways to make transforms and events in tests, with expressions that only know what these tests need. */
public final class Transforms {
    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private Transforms() {
    }

    /** A transform as a pipe would make it, on a clock that stands at noon. */
    public static <O> Transform make(TransformPlugin<O> plugin, Object written) {
        return make(plugin, written, new ManualClock(NOON));
    }

    public static <O> Transform make(TransformPlugin<O> plugin, Object written, ManualClock clock) {
        return make(plugin, written, clock, Path.of("target/test-node"));
    }

    public static <O> Transform make(TransformPlugin<O> plugin, Object written, ManualClock clock, Path folder) {
        return plugin.create(Plugins.options(plugin, written), new TestContext(folder, clock, EXPRESSIONS));
    }

    /** What comes out of the default port for these events. */
    public static List<Event> run(Transform transform, Event... events) {
        return new RecordingOutlet().apply(transform, events).events();
    }

    /** A record at noon of alternating names and values. */
    public static Record record(Object... namesAndValues) {
        return at(NOON, namesAndValues);
    }

    public static Record at(Instant time, Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Record.of(time, Fields.from(map));
    }

    public static Record raw(String text) {
        return Record.raw(NOON, text);
    }

    public static Measurement cpu(long value) {
        return Measurement.of("cpu_time", NOON, Unsigned.of(value), "s").withAttributes(Fields.of("state", "user"));
    }

    /** A field's name, or {@code field >= number}, or {@code [a, b]}; everything else is refused. */
    private static final Expressions EXPRESSIONS = (source, result) -> {
        String text = source.source();
        if (text.startsWith("[")) {
            List<FieldPath> paths = List.of(text.substring(1, text.length() - 1).split(", ")).stream()
                    .map(FieldPath::of).toList();
            return expression(event -> paths.stream().map(path -> orNull(path.get(event))).toList());
        }
        String[] parts = text.split(" >= ");
        FieldPath field = FieldPath.of(parts[0]);
        if (parts.length == 1) {
            return expression(event -> required(field, event));
        }
        long limit = Long.parseLong(parts[1]);
        return expression(event -> ((Number) required(field, event)).longValue() >= limit);
    };

    private static Object orNull(Object value) {
        return value == null ? Null.NULL : value;
    }

    private static Object required(FieldPath field, Event event) {
        Object value = field.get(event);
        if (value == null) {
            throw PenstockException.invalid("expr.eval", "no field " + field);
        }
        return value;
    }

    private static Expression expression(java.util.function.Function<Event, Object> source) {
        return new Expression() {
            @Override
            public Object eval(Event event) {
                return source.apply(event);
            }

            @Override
            public boolean test(Event event) {
                return (Boolean) source.apply(event);
            }
        };
    }
}
