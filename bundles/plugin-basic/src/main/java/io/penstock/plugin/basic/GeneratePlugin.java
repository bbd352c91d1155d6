package io.penstock.plugin.basic;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes up events. */
@PluginComponent(kind = PluginKind.INPUT, name = "generate",
        doc = "Makes up events, numbered in the field \"seq\" from 0, the same in every run: for trying out pipes and for load.",
        example = "generate: {count: 1000, rate: 100/s, fields: {host: 'host-{seq%10}'}}")
@Component(service = Plugin.class)
public final class GeneratePlugin implements InputPlugin<GenerateOptions> {
    @Override
    public Class<GenerateOptions> options() {
        return GenerateOptions.class;
    }

    @Override
    public List<OptionProblem> check(GenerateOptions options) {
        List<OptionProblem> problems = new ArrayList<>();
        options.startTime().filter(text -> !isTime(text)).ifPresent(text -> problems.add(new OptionProblem(
                List.of("start-time"), "generate.time",
                "expected a time such as \"2026-01-01T00:00:00Z\", but found \"" + text + "\"")));
        if (options.series().isPresent() && (!options.fields().isEmpty() || options.size().isPresent())) {
            problems.add(new OptionProblem(List.of("series"), "generate.series",
                    "measurements have neither fields nor a payload: give \"series\", or \"fields\" and \"size\""));
        }
        for (String name : List.of(EventTemplate.SEQ, EventTemplate.PAYLOAD)) {
            if (options.fields().containsKey(name) && (name.equals(EventTemplate.SEQ) || options.size().isPresent())) {
                problems.add(new OptionProblem(List.of("fields", name), "generate.field",
                        "the field \"" + name + "\" is made by the input itself"));
            }
        }
        return problems;
    }

    private static boolean isTime(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Input create(GenerateOptions options, NodeContext context) {
        return new GenerateInput(options, context.clock());
    }
}
