package io.penstock.plugin.transform.flow;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/** Sends events to named ports by condition. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "route",
        doc = "Sends each event to the port whose condition it meets; what meets none goes to the port whose condition is "
                + "\"default\", or out of the step itself when there is no such port.",
        example = "route: {errors: 'status >= 500', rest: default}")
@Component(service = Plugin.class)
public final class RoutePlugin implements TransformPlugin<RoutePlugin.Settings> {
    /** In the place of a condition: the port for events that meet no condition. */
    static final String DEFAULT = "default";
    private static final Pattern PORT = Pattern.compile("[A-Za-z0-9_-]+");

    /** Which of several matching ports an event goes to. */
    public enum Match {
        /** The first, in the order written. */
        FIRST,
        /** Every one. */
        ALL
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Port names with the condition of each, in order; the condition \"default\" takes what meets no "
                    + "other. A later step reads a port as from: step.port.", shorthand = true,
                    result = Option.Result.BOOL, example = "{errors: 'status >= 500', rest: default}")
            Map<String, Expr> ports,
            @Option(doc = "Whether an event goes to the first port whose condition it meets, or to all of them.",
                    value = "first") Match match) {
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
    public List<OptionProblem> check(Settings options) {
        List<OptionProblem> problems = new ArrayList<>();
        if (options.ports().isEmpty()) {
            problems.add(new OptionProblem(List.of("ports"), "route.no-port",
                    "expected at least one port with its condition, but there is none"));
        }
        options.ports().keySet().stream().filter(name -> !PORT.matcher(name).matches())
                .forEach(name -> problems.add(new OptionProblem(List.of("ports", name), "route.port-name",
                        "expected a port name of letters, digits, \"-\" and \"_\", but found \"" + name + "\"")));
        if (options.ports().values().stream().filter(RoutePlugin::isDefault).count() > 1) {
            problems.add(new OptionProblem(List.of("ports"), "route.default-twice",
                    "expected one port with the condition \"default\" at most, but found several"));
        }
        return problems;
    }

    static boolean isDefault(Expr condition) {
        return DEFAULT.equals(condition.source().strip());
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return Router.of(options, context.expressions());
    }
}
