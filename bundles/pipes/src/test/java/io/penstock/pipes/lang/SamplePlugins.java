package io.penstock.pipes.lang;

import io.penstock.core.event.Event;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Expr;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A handful of small plugins to write pipes with; public so that other packages' tests use them. */
public final class SamplePlugins {
    private SamplePlugins() {
    }

    /** All of them. */
    public static List<Plugin<?>> all() {
        return List.of(new Lines(), new Tick(), new Filter(), new Route(), new SetField(), new Count(), new Keep());
    }

    /** A catalogue of them. */
    public static Catalog catalog() {
        return new Catalog(all());
    }

    private static UnsupportedOperationException notRun() {
        return new UnsupportedOperationException("not run in these tests");
    }

    /** Reads files, in name only. */
    @PluginComponent(kind = PluginKind.INPUT, name = "lines", version = "1.3.0", doc = "Lines of files.", example = "lines: a.log")
    public static final class Lines implements InputPlugin<Lines.Settings> {
        /** Where a start is made. */
        public enum Start { BEGINNING, END, CHECKPOINT }

        /** The options. */
        public record Settings(@Option(doc = "The files.", shorthand = true) List<Path> paths,
                               @Option(doc = "Where to start.", value = "checkpoint") Start start,
                               @Option(doc = "The longest line.", value = "64KiB", min = 1) ByteSize maxLineBytes) {
        }

        @Override
        public Class<Settings> options() {
            return Settings.class;
        }

        @Override
        public List<OptionProblem> check(Settings options) {
            return options.paths().isEmpty()
                    ? List.of(new OptionProblem(List.of("paths"), "lines.no-path", "expected a path")) : List.of();
        }

        @Override
        public Input create(Settings options, NodeContext context) {
            throw notRun();
        }
    }

    /** Runs on a schedule, in name only. */
    @PluginComponent(kind = PluginKind.INPUT, name = "tick", doc = "An event now and then.", example = "tick: {}")
    public static final class Tick implements InputPlugin<Tick.Settings> {
        /** The options. */
        public record Settings(@Option(doc = "A command.", value = "uptime") String command) {
        }

        @Override
        public Class<Settings> options() {
            return Settings.class;
        }

        @Override
        public boolean scheduled() {
            return true;
        }

        @Override
        public Input create(Settings options, NodeContext context) {
            throw notRun();
        }
    }

    /** Lets through what meets a condition. */
    @PluginComponent(kind = PluginKind.TRANSFORM, name = "filter", doc = "Keeps what meets a condition.", example = "filter: a > 1")
    public static final class Filter implements TransformPlugin<Filter.Settings> {
        /** The options. */
        public record Settings(@Option(doc = "The condition.", shorthand = true, result = Option.Result.BOOL) Expr condition) {
        }

        @Override
        public Class<Settings> options() {
            return Settings.class;
        }

        @Override
        public Transform create(Settings options, NodeContext context) {
            Expression condition = context.expressions().compile(options.condition(), Option.Result.BOOL);
            return (event, out) -> {
                if (condition.test(event)) {
                    out.emit(event);
                }
            };
        }
    }

    /** Sends to ports. */
    @PluginComponent(kind = PluginKind.TRANSFORM, name = "route", doc = "Sends to ports.", example = "route: {big: 'a > 1'}")
    public static final class Route implements TransformPlugin<Route.Settings> {
        /** The options. */
        public record Settings(@Option(doc = "Ports with conditions.", shorthand = true, result = Option.Result.BOOL)
                               Map<String, Expr> ports) {
        }

        @Override
        public Class<Settings> options() {
            return Settings.class;
        }

        @Override
        public List<String> ports(Settings options) {
            return List.copyOf(options.ports().keySet());
        }

        @Override
        public Transform create(Settings options, NodeContext context) {
            return (event, out) -> {
                for (Map.Entry<String, Expr> port : options.ports().entrySet()) {
                    if (context.expressions().compile(port.getValue(), Option.Result.BOOL).test(event)) {
                        out.emit(port.getKey(), event);
                        return;
                    }
                }
                out.emit(event);
            };
        }
    }

    /** Sets fields by expression. */
    @PluginComponent(kind = PluginKind.TRANSFORM, name = "set", doc = "Sets fields.", example = "set: {a: '1'}")
    public static final class SetField implements TransformPlugin<SetField.Settings> {
        /** The options. */
        public record Settings(@Option(doc = "Fields with expressions.", shorthand = true) Map<String, Expr> fields) {
        }

        @Override
        public Class<Settings> options() {
            return Settings.class;
        }

        @Override
        public Transform create(Settings options, NodeContext context) {
            return (event, out) -> {
                Event changed = event;
                for (Map.Entry<String, Expr> field : options.fields().entrySet()) {
                    Object value = context.expressions().compile(field.getValue(), Option.Result.ANY).eval(changed);
                    changed = changed.withFields(changed.fields().with(field.getKey(), value));
                }
                out.emit(changed);
            };
        }
    }

    /** Counts over a while, holding what it counted. */
    @PluginComponent(kind = PluginKind.TRANSFORM, name = "count", doc = "Counts events over a while.", example = "count: 1m")
    public static final class Count implements TransformPlugin<Count.Settings> {
        /** The options. */
        public record Settings(@Option(doc = "How long.", shorthand = true, min = 1) Duration over) {
        }

        @Override
        public Class<Settings> options() {
            return Settings.class;
        }

        @Override
        public Transform create(Settings options, NodeContext context) {
            return new Transform() {
                private final List<Outlet.Hold> holds = new ArrayList<>();
                private Optional<Instant> due = Optional.empty();

                @Override
                public void apply(Event event, Outlet out) {
                    holds.add(out.hold());
                    due = due.or(() -> Optional.of(context.clock().now().plus(options.over())));
                }

                @Override
                public Optional<Instant> wakeAt() {
                    return due;
                }

                @Override
                public void wake(Instant now, Outlet out) {
                    finish(out);
                }

                @Override
                public void finish(Outlet out) {
                    if (!holds.isEmpty()) {
                        out.emit(io.penstock.core.event.Record.of(context.clock().now(),
                                io.penstock.core.event.Fields.of("count", (long) holds.size())), List.copyOf(holds));
                    }
                    holds.clear();
                    due = Optional.empty();
                }
            };
        }
    }

    /** Keeps, in name only. */
    @PluginComponent(kind = PluginKind.OUTPUT, name = "keep", doc = "Keeps events.", example = "keep: {}")
    public static final class Keep implements OutputPlugin<Keep.Settings> {
        /** The options. */
        public record Settings(@Option(doc = "A URL.", value = "http://localhost") java.net.URI url,
                               @Option(doc = "Headers.") Map<String, io.penstock.core.value.Secret> headers) {
        }

        @Override
        public Class<Settings> options() {
            return Settings.class;
        }

        @Override
        public Output create(Settings options, NodeContext context) {
            throw notRun();
        }
    }
}
