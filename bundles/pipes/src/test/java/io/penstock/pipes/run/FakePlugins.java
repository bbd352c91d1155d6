package io.penstock.pipes.run;

import io.penstock.core.batch.Batch;
import io.penstock.core.event.Event;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Plugins made of lambdas, by name. */
final class FakePlugins implements PluginSource {
    private final Map<String, Plugin<?>> plugins = new HashMap<>();

    record Nothing(@Option(doc = "Nothing.", value = "x") String unused) {
    }

    interface Reading {
        void run(InputFeed feed) throws Exception;
    }

    interface Applying {
        void apply(Event event, Outlet out);
    }

    interface Writing {
        void write(Batch batch) throws Exception;
    }

    FakePlugins input(String name, Reading reading) {
        return input(name, () -> new FakeInput(reading));
    }

    FakePlugins input(String name, Supplier<Input> maker) {
        plugins.put("input " + name, new FakeInputPlugin(maker));
        return this;
    }

    FakePlugins step(String name, Applying applying) {
        return step(name, () -> (event, out) -> applying.apply(event, out));
    }

    FakePlugins step(String name, Supplier<Transform> maker) {
        plugins.put("transform " + name, new FakeTransformPlugin(maker));
        return this;
    }

    FakePlugins output(String name, Writing writing) {
        return output(name, OutputPlugin.Guarantee.AT_LEAST_ONCE, () -> new FakeOutput(writing));
    }

    FakePlugins output(String name, OutputPlugin.Guarantee guarantee, Supplier<Output> maker) {
        plugins.put("output " + name, new FakeOutputPlugin(guarantee, maker));
        return this;
    }

    @Override
    public Optional<Plugin<?>> find(PluginKind kind, String name) {
        return Optional.ofNullable(plugins.get(kind + " " + name));
    }

    private record FakeInput(Reading reading) implements Input {
        @Override
        public void run(InputFeed feed) throws Exception {
            reading.run(feed);
        }

        @Override
        public void close() {
        }
    }

    private record FakeOutput(Writing writing) implements Output {
        @Override
        public void write(Batch batch) throws Exception {
            writing.write(batch);
        }

        @Override
        public void close() {
        }
    }

    private record FakeInputPlugin(Supplier<Input> maker) implements InputPlugin<Nothing> {
        @Override
        public Class<Nothing> options() {
            return Nothing.class;
        }

        @Override
        public Input create(Nothing options, NodeContext context) {
            return maker.get();
        }
    }

    private record FakeTransformPlugin(Supplier<Transform> maker) implements TransformPlugin<Nothing> {
        @Override
        public Class<Nothing> options() {
            return Nothing.class;
        }

        @Override
        public Transform create(Nothing options, NodeContext context) {
            return maker.get();
        }
    }

    private record FakeOutputPlugin(Guarantee promise, Supplier<Output> maker) implements OutputPlugin<Nothing> {
        @Override
        public Class<Nothing> options() {
            return Nothing.class;
        }

        @Override
        public Output create(Nothing options, NodeContext context) {
            return maker.get();
        }

        @Override
        public Guarantee guarantee(Nothing options) {
            return promise;
        }
    }
}
