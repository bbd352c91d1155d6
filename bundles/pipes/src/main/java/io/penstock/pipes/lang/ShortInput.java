package io.penstock.pipes.lang;

import io.penstock.core.options.Options;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.model.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In the short form a schedule may stand among the options of a scheduled input: {@code exec: {command: uptime, interval: 10s}}. */
final class ShortInput {
    private ShortInput() {
    }

    static Draft liftSchedule(Draft draft, Catalog catalog) {
        if (draft.use().isEmpty() || draft.settings().containsKey("schedule")
                || !(draft.use().get().options() instanceof Node.Table table)) {
            return draft;
        }
        Draft.Use use = draft.use().get();
        return catalog.find(PluginKind.INPUT, use.plugin())
                .filter(known -> known.plugin() instanceof InputPlugin<?> input && input.scheduled())
                .map(known -> split(draft, use, table, Options.of(known.plugin().options()).keys()))
                .orElse(draft);
    }

    private static Draft split(Draft draft, Draft.Use use, Node.Table table, List<String> own) {
        List<String> timing = Options.of(Timing.class).keys();
        List<Node.Entry> options = new ArrayList<>();
        List<Node.Entry> schedule = new ArrayList<>();
        table.entries().forEach(entry ->
                (timing.contains(entry.key()) && !own.contains(entry.key()) ? schedule : options).add(entry));
        if (schedule.isEmpty()) {
            return draft;
        }
        Map<String, Node> settings = new HashMap<>(draft.settings());
        settings.put("schedule", new Node.Table(List.copyOf(schedule), schedule.get(0).place()));
        return draft.withUse(new Draft.Use(use.plugin(), use.place(), new Node.Table(List.copyOf(options), table.place())),
                settings);
    }
}
