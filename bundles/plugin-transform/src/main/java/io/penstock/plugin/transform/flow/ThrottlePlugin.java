package io.penstock.plugin.transform.flow;

import io.penstock.core.options.Option;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.Expr;
import io.penstock.core.value.Rate;
import io.penstock.plugin.transform.value.CompactKey;
import io.penstock.plugin.transform.value.EventKey;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Limits how many events pass per time. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "throttle",
        doc = "Limits how many events pass per time, for all together or per key. What is too much is dropped, or held back "
                + "until its turn comes; a held event counts as in flight.",
        example = "throttle: {rate: 10/s, key: path, burst: 50, excess: drop}")
@Component(service = Plugin.class)
public final class ThrottlePlugin implements TransformPlugin<ThrottlePlugin.Settings> {
    /** What becomes of an event that comes too soon. */
    public enum Excess {
        /** It is dropped and counted. */
        DROP,
        /** It waits for its turn. */
        HOLD
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "How many events may pass per time on average.", shorthand = true, example = "10/s") Rate rate,
            @Option(doc = "Gives each value of this expression a limit of its own.", example = "path") Optional<Expr> key,
            @Option(doc = "How many may pass at once after a quiet time; without it, as many as the rate names.",
                    min = 1, max = 1_000_000_000, example = "50") Optional<Integer> burst,
            @Option(doc = "Whether events beyond the rate are dropped, or held until their turn comes.", value = "drop")
            Excess excess,
            @Option(doc = "Most events held; further ones are dropped.", value = "10000", min = 1, max = 1_000_000)
            int maxHeld,
            @Option(doc = "Most keys told apart; beyond it the one used longest ago starts afresh.", value = "100000",
                    min = 1, max = 10_000_000) int maxKeys) {
        double allowedAtOnce() {
            return burst.map(Integer::doubleValue).orElse((double) rate.amount());
        }
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        EventKey key = options.key().map(source -> EventKey.expression(
                context.expressions().compile(source, Option.Result.ANY))).orElse(EventKey.none());
        return new Throttle(options, new CompactKey(key), context.clock());
    }
}
