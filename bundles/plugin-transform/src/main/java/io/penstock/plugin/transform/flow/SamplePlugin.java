package io.penstock.plugin.transform.flow;

import io.penstock.core.event.EventText;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.Expr;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Lets a part of the events through. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "sample",
        doc = "Lets one event in so many through, evenly; with a key, all events of a chosen part of the keys, the same part "
                + "everywhere and after every restart.",
        example = "sample: {one-in: 100, key: trace_id}")
@Component(service = Plugin.class)
public final class SamplePlugin implements TransformPlugin<SamplePlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Lets one event, or key, in this many through.", shorthand = true, min = 1, example = "100")
            Optional<Long> oneIn,
            @Option(doc = "The part to let through instead, from 0 to 1.", example = "0.05") Optional<Double> probability,
            @Option(doc = "Decides by the value of this expression instead of by turns.", example = "trace_id")
            Optional<Expr> key) {
        double part() {
            return oneIn.map(many -> 1.0 / many).orElseGet(probability::get);
        }
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        if (options.oneIn().isPresent() == options.probability().isPresent()) {
            return List.of(new OptionProblem(List.of(), "sample.part", "expected either one-in or probability"));
        }
        return options.probability().filter(part -> !(part >= 0 && part <= 1)).isPresent()
                ? List.of(new OptionProblem(List.of("probability"), "sample.probability",
                        "expected a number from 0 to 1, but found " + options.probability().get())) : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        double part = options.part();
        if (options.key().isEmpty()) {
            return new TurnSampler(part);
        }
        Expression key = context.expressions().compile(options.key().get(), Option.Result.ANY);
        return (event, outlet) -> {
            if (StableHash.unit(EventText.text(key.eval(event))) < part) {
                outlet.emit(event);
            }
        };
    }
}
