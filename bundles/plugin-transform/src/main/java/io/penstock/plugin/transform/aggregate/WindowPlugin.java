package io.penstock.plugin.transform.aggregate;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Aggregates events over spans of time. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "window",
        doc = "Aggregates the events of each span of time, in groups, and emits one event for each group when the span is over. "
                + "The result's time is the span's start; its fields are those grouped by, those emitted, and window_start "
                + "and window_end. An event is acknowledged only once all results it counts in are. What comes too late, or "
                + "would go over a limit, is dropped and counted.",
        example = "window: {tumbling: 1m, lateness: 10s, group-by: [host], emit: {count: count(), p99: p99(took)}}")
@Component(service = Plugin.class)
public final class WindowPlugin implements TransformPlugin<WindowPlugin.Settings> {
    /** The port for late events. */
    static final String LATE = "late";
    /** Each event is added to, and held by, this many windows at most. */
    static final int MAX_OVERLAP = 600;

    /** Which time decides what window an event belongs to. */
    public enum Time {
        /** The event's own. */
        EVENT,
        /** That of its arrival. */
        PROCESSING
    }

    /** What becomes of an event all windows of which are over. */
    public enum Late {
        /** It is dropped and counted. */
        DROP,
        /** It goes to the port {@code late}. */
        PORT
    }

    /** What comes out. */
    public enum Result {
        /** One record for each group. */
        RECORD,
        /** One measurement for each series and aggregate. */
        MEASUREMENT
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Length of windows that follow one another, aligned to 1970 in UTC.", min = 1, example = "1m")
            Optional<Duration> tumbling,
            @Option(doc = "Length of windows that overlap, instead; needs every.", min = 1, example = "5m")
            Optional<Duration> sliding,
            @Option(doc = "How often an overlapping window begins; at most 600 may overlap.", min = 1, example = "1m")
            Optional<Duration> every,
            @Option(doc = "Whether the event's own time decides, or that of its arrival.", value = "event") Time time,
            @Option(doc = "How much older than the newest event another may be and still count; windows close that much "
                    + "later. Only with event time.", value = "0s") Duration lateness,
            @Option(doc = "With event time: an event further ahead of the clock than this is an error, lest one wrong time "
                    + "close all windows.", value = "1d") Duration maxAhead,
            @Option(doc = "With event time: after so long without any event, time goes on with the clock, so that the last "
                    + "windows close. Without it they wait for newer events; with it, what an input brings after a longer "
                    + "pause may be late.", min = 1, example = "30s") Optional<Duration> idle,
            @Option(doc = "Fields whose values make a group each; with output: measurement the default is the series.",
                    example = "[host, method]") List<String> groupBy,
            @Option(doc = "Fields of the result with the aggregate of each: count(), count(f), sum(f), min(f), max(f), "
                    + "avg(f), first(f), last(f), p50(f), p99.9(f), quantile(f, 0.95).",
                    example = "{count: count(), bytes: sum(bytes)}") Map<String, String> emit,
            @Option(doc = "Whether late events are dropped or go to the port \"late\".", value = "drop") Late late,
            @Option(doc = "What comes out of measurements: records, or a measurement for each series and aggregate, its "
                    + "metric named metric_aggregate.", value = "record") Result output,
            @Option(doc = "Whether events are acknowledged only once their results are. Without it a crash loses what open "
                    + "windows had counted, but nothing is remembered of each event.", value = "true") boolean hold,
            @Option(doc = "Most groups in all open windows; events of further groups are dropped.", value = "10000",
                    min = 1, max = 1_000_000) int maxGroups,
            @Option(doc = "Most events held, counted for each window; about 60 bytes each; further ones are dropped.",
                    value = "1000000", min = 1, max = 100_000_000) int maxHeld) {
        Duration length() {
            return tumbling.or(() -> sliding).orElseThrow();
        }

        Duration step() {
            return tumbling.or(() -> every).orElseThrow();
        }
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<String> ports(Settings options) {
        return options.late() == Late.PORT ? List.of(LATE) : List.of();
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return WindowCheck.problems(options);
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return new WindowStep(options, context.clock());
    }
}
