package io.penstock.plugin.transform.aggregate;

import io.penstock.core.options.Option;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Turns counters into differences or rates. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "delta",
        doc = "Replaces a counter by how much it grew since the last event of its series, or by how fast per second. The "
                + "first event of a series only starts it. Measurements need no options: each metric of each resource, "
                + "consumer and attributes is a series. Of a rate the unit changes with it: J becomes W, By becomes By/s.",
        example = "delta: {mode: rate}")
@Component(service = Plugin.class)
public final class DeltaPlugin implements TransformPlugin<DeltaPlugin.Settings> {
    /** What comes out. */
    public enum Mode {
        /** How much it grew, in the counter's own exact type. */
        DIFFERENCE,
        /** How much per second of event time, as a float. */
        RATE
    }

    /** What a smaller value than the last means. */
    public enum OnDecrease {
        /** The counter began again at zero: it grew by its new value. */
        RESET,
        /** The counter went over 2^32-1. */
        WRAP_32,
        /** The counter went over 2^64-1. */
        WRAP_64,
        /** It is no counter: the difference is negative. */
        NEGATIVE
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Fields that hold counters; for measurements it is their value.", shorthand = true,
                    example = "[bytes_in, bytes_out]") List<String> fields,
            @Option(doc = "Fields that tell series apart; for measurements all but the value unless given.",
                    example = "[host, device]") List<String> groupBy,
            @Option(doc = "Whether to give the difference or the rate per second.", value = "difference") Mode mode,
            @Option(doc = "What it means when a counter is smaller than before: it was reset to zero, it wrapped at 32 or 64 "
                    + "bits, or the difference is negative.", value = "reset") OnDecrease onDecrease,
            @Option(doc = "Appended to the field's name (the metric's, for measurements), keeping the counter beside it; "
                    + "without it the counter is replaced.", value = "", example = "_rate") String suffix,
            @Option(doc = "Most series remembered; beyond it the one seen longest ago starts afresh.", value = "100000",
                    min = 1, max = 10_000_000) int maxSeries) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return new CounterSteps(options);
    }
}
