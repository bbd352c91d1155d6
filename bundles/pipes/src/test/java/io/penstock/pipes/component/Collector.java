package io.penstock.pipes.component;

import io.penstock.core.batch.Batch;
import io.penstock.core.event.Event;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;

/** Collects what it is given, whichever pipe that comes from. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "collector", doc = "Collects.")
public final class Collector implements OutputPlugin<Collector.Config> {
    private final List<Long> numbers = new ArrayList<>();

    record Config(@Option(doc = "Nothing.", value = "") String label) {
    }

    @Override
    public Class<Config> options() {
        return Config.class;
    }

    synchronized List<Long> numbers() {
        return List.copyOf(numbers);
    }

    synchronized int count() {
        return numbers.size();
    }

    private synchronized void take(Batch batch) {
        for (Event event : batch.events()) {
            numbers.add(Long.parseLong((String) event.fields().get("_raw")));
        }
    }

    @Override
    public Output create(Config options, NodeContext context) {
        return new Output() {
            @Override
            public void write(Batch batch) {
                take(batch);
            }

            @Override
            public void close() {
            }
        };
    }
}
