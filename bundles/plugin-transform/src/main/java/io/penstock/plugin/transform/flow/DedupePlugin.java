package io.penstock.plugin.transform.flow;

import io.penstock.core.event.Event;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.Expr;
import io.penstock.plugin.transform.value.CompactKey;
import io.penstock.plugin.transform.value.EventKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Drops events that were seen already. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "dedupe",
        doc = "Drops events whose key was seen before, within a time to live counted from the first one. When there are more "
                + "keys than max-keys the one seen first is forgotten. What was seen is not kept over a restart.",
        example = "dedupe: {key: '[ip, path]', ttl: 60s, max-keys: 100000}")
@Component(service = Plugin.class)
public final class DedupePlugin implements TransformPlugin<DedupePlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "What makes two events the same, as an expression.", shorthand = true, example = "[ip, path]")
            Optional<Expr> key,
            @Option(doc = "What makes two events the same, as fields; without fields and key, all fields.",
                    example = "[ip, path]") List<String> fields,
            @Option(doc = "How long after the first one another counts as a duplicate.", value = "5m", min = 1)
            Duration ttl,
            @Option(doc = "Most keys remembered.", value = "100000", min = 1, max = 10_000_000) int maxKeys) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return options.key().isPresent() && !options.fields().isEmpty()
                ? List.of(new OptionProblem(List.of("fields"), "dedupe.both", "expected either key or fields")) : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        EventKey key = options.key().isPresent()
                ? EventKey.expression(context.expressions().compile(options.key().get(), Option.Result.ANY))
                : options.fields().isEmpty() ? Event::fields : EventKey.fields(options.fields());
        return new Deduplicator(new CompactKey(key), options.ttl(), options.maxKeys(), context.clock());
    }
}
